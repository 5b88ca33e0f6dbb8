package dev.fiducia.bench.jmh;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.simulator.SimulatedSnp;
import dev.fiducia.attestation.snp.SnpConfig;
import dev.fiducia.attestation.snp.SnpSetupException;
import dev.fiducia.attestation.snp.SnpVerifier;
import dev.fiducia.crypto.CryptoSuite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Evidence of a simulated processor, and a verifier that trusts it.
final class SnpEvidence {

    private final SnpVerifier verifier;
    private final JsonNode evidence;
    private final Expectations expected;

    SnpEvidence(CryptoSuite crypto) {
        SimulatedSnp processor = SimulatedSnp.milan(Instant.now(), crypto);
        byte[] reportData = crypto.randomBytes(48);
        byte[] hostData = crypto.randomBytes(32);
        this.verifier = verifier(processor, crypto);
        this.evidence = processor.report().reportData(reportData).hostData(hostData).evidence();
        this.expected = Expectations.ofReportData(reportData).withInitDataDigest(hostData);
    }

    VerificationResult.Verified verify() {
        return switch (verifier.verify(evidence, expected)) {
            case VerificationResult.Verified verified -> verified;
            case VerificationResult.Refused refused ->
                    throw new IllegalStateException("genuine evidence was refused: " + refused);
        };
    }

    private static SnpVerifier verifier(SimulatedSnp processor, CryptoSuite crypto) {
        try {
            Path roots = Files.createTempFile("bench-roots", ".pem");
            try {
                Files.writeString(roots, processor.rootsPem());
                SnpConfig config = SnpConfig.offline().withExtraRoots(List.of(roots));
                return SnpVerifier.create(config, crypto, InstantSource.system());
            } finally {
                Files.delete(roots);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SnpSetupException e) {
            throw new IllegalStateException(e);
        }
    }
}
