package dev.fiducia.attestation.nvidia;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// Verifies a GPU's report without asking anyone (specification, section 4.15, "local").
final class LocalVerifier implements DeviceVerifier {

    private final DeviceRoots roots;
    private final CryptoSuite crypto;
    private final InstantSource clock;

    LocalVerifier(DeviceRoots roots, CryptoSuite crypto, InstantSource clock) {
        this.roots = roots;
        this.crypto = crypto;
        this.clock = clock;
    }

    @Override
    public VerifiedDevice verify(DeviceEvidence device, byte[] nonce) throws RefusedException {
        if (device.architecture() != Architecture.HOPPER) {
            throw RefusedException.at(
                    "nvidia-arch-unsupported",
                    "Devices of "
                            + device.architecture().claim()
                            + " can only be verified remotely",
                    device.path());
        }
        SpdmReport report = SpdmReport.parse(device.report());
        DeviceChain chain = DeviceChain.of(device.chain(), roots, clock.instant(), crypto);
        if (!crypto.verifyEcdsaRaw(
                chain.key(), HashAlgorithm.SHA384, report.signed(), report.signature())) {
            throw RefusedException.at(
                    "nvidia-signature-invalid",
                    "The device's key did not sign this report",
                    device.path());
        }
        byte[] firmwareId = report.value(OpaqueField.FWID).orElse(new byte[0]);
        if (!crypto.constantTimeEquals(chain.firmwareId(), firmwareId)) {
            throw RefusedException.at(
                    "nvidia-fwid-mismatch",
                    "The report is of other firmware than its certificate",
                    device.path());
        }
        if (!crypto.constantTimeEquals(nonce, report.nonce())) {
            throw RefusedException.at(
                    "report-data-mismatch",
                    "The report's nonce is not the expected one",
                    device.path());
        }
        return new VerifiedDevice(
                device.architecture(), claims(device, report, chain), Optional.of(chain.device()));
    }

    private static ObjectNode claims(DeviceEvidence device, SpdmReport report, DeviceChain chain)
            throws RefusedException {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("arch", device.architecture().claim());
        claims.put("uuid", device.uuid());
        claims.put("root_of_trust", chain.root());
        ObjectNode measurements = claims.putObject("measurements");
        report.measurements()
                .forEach((index, value) ->
                        measurements.put(Integer.toString(index), HexFormat.of().formatHex(value)));
        ObjectNode config = claims.putObject("config");
        for (Map.Entry<OpaqueField, byte[]> field : report.opaque().entrySet()) {
            field.getKey().put(config, field.getValue());
        }
        return claims;
    }
}
