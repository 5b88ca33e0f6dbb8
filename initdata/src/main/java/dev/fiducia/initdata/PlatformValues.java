package dev.fiducia.initdata;

import dev.fiducia.initdata.PlatformValue.ValueEncoding;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Every platform's value for one document, each with a verdict whether it is of use there.
///
/// Hardware fields take the digest cut or filled up with zeros at the end; vTPM platforms show PCR
/// 8 after one extend with the first 32 bytes of the digest.
public record PlatformValues(List<PlatformValue> values) {

    public PlatformValues {
        values = List.copyOf(values);
    }

    static PlatformValues of(InitdataAlgorithm algorithm, Digest digest) {
        return new PlatformValues(
                List.of(
                        field("snp.host_data", digest, 32),
                        field("tdx.mr_config_id", digest, 48),
                        field("sgx.config_id", digest, 64),
                        personalization(algorithm, digest),
                        pcr8(algorithm, digest),
                        otherBank(InitdataAlgorithm.SHA384, digest),
                        otherBank(InitdataAlgorithm.SHA512, digest),
                        qemu("qemu.host_data_b64", digest, 32),
                        qemu("qemu.mrconfigid_b64", digest, 48),
                        qemu("qemu.personalization_b64", digest, 64),
                        PlatformValue.warned(
                                "sample.init_data",
                                digest.base64(),
                                ValueEncoding.BASE64,
                                "the sample attester proves nothing: for tests only")));
    }

    /// The value with this name.
    public Optional<PlatformValue> find(String name) {
        return values.stream().filter(value -> value.name().equals(name)).findFirst();
    }

    private static PlatformValue field(String name, Digest digest, int size) {
        String hex = HexFormat.of().formatHex(digest.fit(size));
        Optional<String> warning = fitted(digest, size);
        return new PlatformValue(name, hex, ValueEncoding.HEX, true, warning);
    }

    private static PlatformValue qemu(String name, Digest digest, int size) {
        String base64 = Base64.getEncoder().encodeToString(digest.fit(size));
        return new PlatformValue(name, base64, ValueEncoding.BASE64, true, fitted(digest, size));
    }

    private static Optional<String> fitted(Digest digest, int size) {
        if (digest.length() == size) {
            return Optional.empty();
        }
        String how = digest.length() > size ? "truncated" : "padded with zeros";
        return Optional.of(how + " from " + digest.length() + " to " + size + " bytes");
    }

    private static PlatformValue personalization(InitdataAlgorithm algorithm, Digest digest) {
        String name = "cca.personalization_value";
        String hex = HexFormat.of().formatHex(digest.fit(64));
        if (algorithm == InitdataAlgorithm.SHA512) {
            return PlatformValue.ok(name, hex, ValueEncoding.HEX);
        }
        return PlatformValue.unusable(
                name,
                hex,
                ValueEncoding.HEX,
                "Kata pads the digest to 64 bytes while Trustee compares it unpadded: use sha512 for CCA");
    }

    private static PlatformValue pcr8(InitdataAlgorithm algorithm, Digest digest) {
        String name = "vtpm.pcr08.sha256";
        String hex = Pcr8.after(digest);
        if (algorithm == InitdataAlgorithm.SHA256) {
            return PlatformValue.ok(name, hex, ValueEncoding.HEX);
        }
        return PlatformValue.warned(
                name,
                hex,
                ValueEncoding.HEX,
                "only pod VM images that extend the first 32 bytes show it; attestation agents that extend "
                        + "PCR 8 themselves fail: use sha256 for vTPM platforms");
    }

    private static PlatformValue otherBank(InitdataAlgorithm bank, Digest digest) {
        return PlatformValue.unusable(
                "vtpm.pcr08." + bank.wireName(),
                HexFormat.of().formatHex(Pcr8.extend(bank, new byte[bank.length()], digest)),
                ValueEncoding.HEX,
                "no known guest extends this bank: informative only");
    }
}
