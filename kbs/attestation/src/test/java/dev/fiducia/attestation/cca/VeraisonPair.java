package dev.fiducia.attestation.cca;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;
import static dev.fiducia.attestation.simulator.Simulation.CRYPTO;
import static dev.fiducia.attestation.simulator.Simulation.NOW;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.collateral.HttpSettings;
import dev.fiducia.attestation.simulator.SimulatedCca;
import dev.fiducia.attestation.veraison.VeraisonConfig;
import dev.fiducia.crypto.HashAlgorithm;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// A service that knows one simulated platform, and verifiers that ask it.
final class VeraisonPair implements AutoCloseable {

    static final SimulatedCca PLATFORM = SimulatedCca.create(CRYPTO);
    static final byte[] NONCE = CRYPTO.digest(HashAlgorithm.SHA384, new byte[] {1});
    static final byte[] INITDATA = CRYPTO.digest(HashAlgorithm.SHA256, new byte[] {2});
    static final ObjectNode EVIDENCE =
            PLATFORM.realm().challenge(NONCE).personalization(INITDATA).evidence();
    static final Expectations EXPECTED =
            Expectations.ofReportData(NONCE).withInitDataDigest(INITDATA);
    static final Duration LONG = Duration.ofSeconds(60);

    private final Path folder;
    private final CcaVerifier local;
    private final VeraisonServer server;
    private final CcaVerifier patient;
    private Instant now = NOW;

    private VeraisonPair(Path folder, CcaVerifier local)
            throws IOException, VerifierSetupException {
        this.folder = folder;
        this.local = local;
        this.server = new VeraisonServer(local);
        this.patient = verifier(Optional.empty(), LONG, false, () -> now);
    }

    static VeraisonPair start(Path folder) throws IOException, VerifierSetupException {
        Path anchors = folder.resolve("tastore.json");
        Files.writeString(anchors, PLATFORM.trustAnchors());
        CcaVerifier local = CcaVerifier.create(List.of(anchors), CRYPTO);
        return new VeraisonPair(folder, local);
    }

    VeraisonServer server() {
        return server;
    }

    /// By always the same verifier, a minute later each time, so that a service that failed is
    /// asked again.
    VerificationResult verify() {
        now = now.plusSeconds(60);
        return verify(patient);
    }

    VerificationResult verify(CcaVerifier verifier) {
        return verifier.verify(EVIDENCE, EXPECTED);
    }

    CcaVerifier verifier() throws IOException, VerifierSetupException {
        return verifier(Optional.empty(), LONG, false);
    }

    CcaVerifier pinned() throws IOException, VerifierSetupException {
        Path key = folder.resolve("veraison.jwk");
        Files.writeString(key, VeraisonServer.jwk(server.keys).toString());
        return verifier(Optional.of(key), LONG, false);
    }

    CcaVerifier verifier(Optional<Path> key, Duration timeout, boolean unknownRealms)
            throws IOException, VerifierSetupException {
        return verifier(key, timeout, unknownRealms, InstantSource.fixed(NOW));
    }

    private CcaVerifier verifier(
            Optional<Path> key, Duration timeout, boolean unknownRealms, InstantSource clock)
            throws IOException, VerifierSetupException {
        Path root = Files.writeString(folder.resolve("tls.pem"), server.tls.rootPem());
        HttpSettings http = new HttpSettings(LONG, timeout, List.of(root));
        return CcaVerifier.remote(
                new VeraisonConfig(URI.create(server.address() + "/"), key, http),
                unknownRealms,
                CRYPTO,
                clock);
    }

    ObjectNode localClaims() {
        return assertThat(local.verify(EVIDENCE, EXPECTED)).isVerified();
    }

    @Override
    public void close() {
        server.close();
    }
}
