package dev.fiducia.bench.jmh;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.intel.IntelConfig;
import dev.fiducia.attestation.intel.IntelSetupException;
import dev.fiducia.attestation.intel.TdxVerifier;
import dev.fiducia.attestation.simulator.SimulatedIntel;
import dev.fiducia.crypto.CryptoSuite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Evidence of a simulated TDX platform, and a verifier that trusts it and has its collateral.
final class TdxEvidence {

    private final TdxVerifier verifier;
    private final JsonNode evidence;

    TdxEvidence(CryptoSuite crypto) {
        SimulatedIntel vendor = SimulatedIntel.create(Instant.now(), crypto);
        this.verifier = verifier(vendor, crypto);
        this.evidence = vendor.platform().quote().evidence();
    }

    VerificationResult.Verified verify() {
        return switch (verifier.verify(evidence, Expectations.none())) {
            case VerificationResult.Verified verified -> verified;
            case VerificationResult.Refused refused ->
                    throw new IllegalStateException("genuine evidence was refused: " + refused);
        };
    }

    /// The files are read but once.
    private static TdxVerifier verifier(SimulatedIntel vendor, CryptoSuite crypto) {
        try {
            Path folder = Files.createTempDirectory("bench-intel");
            Path root = Files.writeString(folder.resolve("root.pem"), vendor.rootPem());
            Path all = Files.writeString(folder.resolve("all.json"), vendor.collateral());
            try {
                return TdxVerifier.create(
                        new IntelConfig(List.of(folder), List.of(root)),
                        crypto,
                        InstantSource.system());
            } finally {
                Files.delete(all);
                Files.delete(root);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IntelSetupException e) {
            throw new IllegalStateException(e);
        }
    }
}
