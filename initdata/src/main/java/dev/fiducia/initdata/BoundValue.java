package dev.fiducia.initdata;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A document's digest as evidence shows it: the hardware field it sits in, and the field's value.
///
/// A registry keys its documents by [#key()] of every bound value of a document and looks up the
/// key of what a verifier reported. The field is part of the value, because 32 bytes in SNP's
/// HOSTDATA and the same 32 bytes in PCR 8 mean different documents.
///
/// @param field the hardware field
/// @param value lower-case hexadecimal; standard base64 for the sample attester
public record BoundValue(Field field, String value) {

    /// The fields that can hold a digest.
    public enum Field {
        /// SEV-SNP `HOST_DATA`.
        HOST_DATA("host-data", 32),
        /// TDX `MRCONFIGID`.
        MR_CONFIG_ID("mr-config-id", 48),
        /// SGX `CONFIGID`.
        CONFIG_ID("config-id", 64),
        /// The realm personalisation value of CCA.
        PERSONALIZATION_VALUE("personalization-value", 64),
        /// PCR 8 of a (v)TPM, SHA-256 bank.
        PCR8("pcr08", 32),
        /// The echo of the sample attester, which proves nothing.
        SAMPLE("sample", 0);

        private final String wireName;
        private final int size;

        Field(String wireName, int size) {
            this.wireName = wireName;
            this.size = size;
        }

        /// The stable name used in keys.
        public String wireName() {
            return wireName;
        }

        /// The field in which this TEE (by its wire name) shows initdata; empty when it does not
        /// bind any.
        public static Optional<Field> of(String tee) {
            return switch (tee) {
                case "snp" -> Optional.of(HOST_DATA);
                case "tdx" -> Optional.of(MR_CONFIG_ID);
                case "sgx" -> Optional.of(CONFIG_ID);
                case "cca" -> Optional.of(PERSONALIZATION_VALUE);
                case "az-snp-vtpm", "az-tdx-vtpm", "tpm" -> Optional.of(PCR8);
                case "sample" -> Optional.of(SAMPLE);
                default -> Optional.empty();
            };
        }

        private String shown(Digest digest) {
            return switch (this) {
                case HOST_DATA, MR_CONFIG_ID, CONFIG_ID, PERSONALIZATION_VALUE ->
                        HexFormat.of().formatHex(digest.fit(size));
                case PCR8 -> Pcr8.after(digest);
                case SAMPLE -> digest.base64();
            };
        }

        private @Nullable String canonical(String claim) {
            return this == SAMPLE ? canonicalBase64(claim) : canonicalHex(claim, size);
        }
    }

    /// What evidence of this TEE shows when the digest is bound to it; empty when the TEE binds no
    /// initdata.
    public static Optional<BoundValue> expected(String tee, Digest digest) {
        return Field.of(tee).map(field -> new BoundValue(field, field.shown(digest)));
    }

    /// The bound value that a verifier reported as its `init_data` claim; empty when the TEE binds
    /// no initdata or the claim is not what verifiers of that TEE report.
    public static Optional<BoundValue> observed(String tee, String initDataClaim) {
        return Field.of(tee)
                .flatMap(field ->
                        Optional.ofNullable(field.canonical(initDataClaim))
                                .map(value -> new BoundValue(field, value)));
    }

    /// Whether the field is all zeros: nothing was bound.
    public boolean isUnset() {
        return field != Field.SAMPLE && value.chars().allMatch(c -> c == '0');
    }

    /// A key for an index, such as `pcr08:0560f821…`.
    public String key() {
        return field.wireName + ":" + value;
    }

    static List<BoundValue> all(Digest digest) {
        return Arrays.stream(Field.values())
                .map(field -> new BoundValue(field, field.shown(digest)))
                .toList();
    }

    private static @Nullable String canonicalHex(String claim, int size) {
        String lower = claim.toLowerCase(Locale.ROOT);
        boolean hex = lower.length() == 2 * size && lower.chars().allMatch(HexFormat::isHexDigit);
        return hex ? lower : null;
    }

    private static @Nullable String canonicalBase64(String claim) {
        try {
            return Digest.of(Base64.getDecoder().decode(claim)).base64();
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
