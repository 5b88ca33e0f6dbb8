package dev.fiducia.attestation.simulator;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;
import static dev.fiducia.attestation.simulator.Simulation.CRYPTO;
import static dev.fiducia.attestation.simulator.Simulation.NOW;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.collateral.CollateralSettings;
import dev.fiducia.attestation.intel.CollateralDirectory;
import dev.fiducia.attestation.intel.IntelAuthority;
import dev.fiducia.attestation.intel.IntelConfig;
import dev.fiducia.attestation.intel.TdxVerifier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/// What a verifier remembers of a platform is no reason to believe it: after a first success, all
/// that a cold verifier would refuse is refused.
class WarmTdxTest {

    private static final SimulatedIntel VENDOR = SimulatedIntel.create(NOW, CRYPTO);
    private static final SimulatedTdx PLATFORM = VENDOR.platform();
    private static final Duration CRL_MAX_AGE = Duration.ofDays(40);
    private static final int HEADER_AND_BODY = 48 + 584;

    @TempDir Path folder;
    private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
    private CollateralService service;
    private TdxVerifier verifier;
    private Path file;
    private int edition;

    @BeforeEach
    void warm() throws Exception {
        Path root = Files.writeString(folder.resolve("root.pem"), VENDOR.rootPem());
        Path directory = Files.createDirectories(folder.resolve("collateral"));
        file = directory.resolve("all.json");
        write(List.of(), List.of());
        service =
                new CollateralService(
                        List.of(IntelAuthority.create(List.of(root), CRYPTO)),
                        CollateralDirectory.all(List.of(directory), CRYPTO),
                        Optional.empty(),
                        settings(),
                        time::get);
        verifier =
                TdxVerifier.create(
                        new IntelConfig(List.of(), List.of(root), Optional.of(service)),
                        CRYPTO,
                        time::get);
        assertThat(verify(PLATFORM.quote().evidence())).isVerified();
        assertThat(verify(PLATFORM.quote().evidence())).isVerified();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aRevokedPlatformIsRefusedAsSoonAsTheListSaysSo() throws Exception {
        X509Certificate pck = CRYPTO.certificate(Pem.content(PLATFORM.chainPem()));
        renew(List.of(), List.of(pck));
        assertThat(verify(PLATFORM.quote().evidence())).isRefusedAs("dcap-revoked");
        assertThat(verify(VENDOR.platform().quote().evidence())).isVerified();
    }

    @Test
    void aRevokedIssuerIsRefusedAsSoonAsTheRootSaysSo() throws Exception {
        renew(List.of(VENDOR.platformCaCertificate()), List.of());
        assertThat(verify(PLATFORM.quote().evidence())).isRefusedAs("dcap-revoked");
    }

    @Test
    void aRevokedSignerOfCollateralIsRefusedAsSoonAsTheRootSaysSo() throws Exception {
        renew(List.of(VENDOR.tcbSigner()), List.of());
        assertThat(verify(PLATFORM.quote().evidence())).isRefusedAs("dcap-revoked");
    }

    @Test
    void aLoweredTcbStatusCountsAtOnce() throws Exception {
        write(
                document -> {
                    if (document.has("tcbLevels") && document.path("id").asText().equals("TDX")) {
                        document.path("tcbLevels")
                                .forEach(level -> ((ObjectNode) level).put("tcbStatus", "Revoked"));
                    }
                    return document;
                },
                List.of(),
                List.of());
        service.renew();
        assertThat(verify(PLATFORM.quote().evidence())).isRefusedAs("dcap-tcb-revoked");
    }

    @Test
    void theEndOfAnythingShowsInTheClaimsOfTheVeryNextQuote() {
        assertThat(expirationStatus()).isEqualTo("0");
        Instant end = Instant.parse(claims().get("earliest_expiration_date").textValue());
        assertThat(end).isBefore(NOW.plus(CRL_MAX_AGE));
        time.set(end.minusMillis(1));
        assertThat(expirationStatus()).isEqualTo("0");
        time.set(end);
        assertThat(expirationStatus()).isEqualTo("1");
        time.set(NOW.minus(Duration.ofDays(7)));
        assertThat(expirationStatus()).isEqualTo("1");
    }

    @Test
    void listsThatAreTooOldAreNotUsedHoweverWarm() {
        time.set(NOW.plus(CRL_MAX_AGE));
        assertThat(verify(PLATFORM.quote().evidence())).isRefusedAs("dcap-collateral-unavailable");
    }

    /// The key of the quoting enclave is kept, what it signed is not.
    @Test
    void everyBitThatIsSignedStillCounts() {
        byte[] genuine = quote(PLATFORM.quote().evidence());
        int signature = HEADER_AND_BODY + 4;
        int key = signature + 64;
        int qeReport = key + 64 + 2 + 4;
        int qeSignature = qeReport + 384;
        for (int offset : new int[] {8, 30, 48, 300, HEADER_AND_BODY - 1}) {
            assertThat(flipped(genuine, offset)).isRefusedAs("dcap-signature-invalid");
        }
        for (int offset = signature; offset < key; offset++) {
            assertThat(flipped(genuine, offset)).isRefusedAs("dcap-signature-invalid");
        }
        for (int offset = key; offset < key + 64; offset++) {
            assertThat(flipped(genuine, offset)).isRefusedAs("dcap-attestation-key-mismatch");
        }
        for (int offset = qeReport; offset < qeSignature + 64; offset += 7) {
            assertThat(flipped(genuine, offset)).isRefusedAs("dcap-qe-signature-invalid");
        }
        assertThat(verify(evidence(genuine))).isVerified();
    }

    @Test
    void anotherPlatformsEnclaveIsNotBelievedWithAChainThatIsKnown() {
        byte[] known = quote(PLATFORM.quote().evidence());
        byte[] other = quote(VENDOR.platform().quote().evidence());
        assertThat(verify(evidence(other))).isVerified();
        // All but the certificates of one, and the certificates of the other.
        int certificates = HEADER_AND_BODY + 4 + 64 + 64 + 6 + 384 + 64;
        byte[] mixed = known.clone();
        System.arraycopy(other, 0, mixed, 0, certificates);
        assertThat(verify(evidence(mixed))).isRefusedAs("dcap-qe-signature-invalid");
    }

    private String expirationStatus() {
        return claims().get("collateral_expiration_status").textValue();
    }

    private ObjectNode claims() {
        return assertThat(verify(PLATFORM.quote().evidence())).isVerified();
    }

    private VerificationResult flipped(byte[] quote, int offset) {
        byte[] altered = quote.clone();
        altered[offset] ^= 0x10;
        return verify(evidence(altered));
    }

    private VerificationResult verify(ObjectNode evidence) {
        return Simulation.verify(verifier, evidence, Expectations.none());
    }

    private static byte[] quote(ObjectNode evidence) {
        return Base64.getDecoder().decode(evidence.get("quote").textValue());
    }

    private static ObjectNode evidence(byte[] quote) {
        return PLATFORM.quote().evidence().put("quote", Base64.getEncoder().encodeToString(quote));
    }

    private void renew(List<X509Certificate> byRoot, List<X509Certificate> byCa)
            throws IOException {
        write(byRoot, byCa);
        service.renew();
    }

    private void write(List<X509Certificate> byRoot, List<X509Certificate> byCa)
            throws IOException {
        write(document -> document, byRoot, byCa);
    }

    /// Each edition is newer than the one before, and so is its file.
    private void write(
            UnaryOperator<ObjectNode> change,
            List<X509Certificate> byRoot,
            List<X509Certificate> byCa)
            throws IOException {
        edition++;
        SimulatedIntel.Edition dates =
                new SimulatedIntel.Edition(
                        edition, NOW.minusSeconds(3600 - edition), NOW.plus(Duration.ofDays(30)));
        UnaryOperator<ObjectNode> dated =
                document ->
                        change.apply(document)
                                .put("tcbEvaluationDataNumber", 20 + dates.number())
                                .put("issueDate", dates.issued().toString())
                                .put("nextUpdate", dates.nextUpdate().toString());
        Files.writeString(file, VENDOR.collateral(dated, dated, byRoot, byCa, dates));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L * edition));
    }

    private static CollateralSettings settings() {
        CollateralSettings usual = CollateralSettings.defaults();
        return new CollateralSettings(
                usual.maxStale(),
                Optional.of(CRL_MAX_AGE),
                usual.refreshAhead(),
                usual.refreshEvery(),
                usual.negative(),
                usual.capacity());
    }
}
