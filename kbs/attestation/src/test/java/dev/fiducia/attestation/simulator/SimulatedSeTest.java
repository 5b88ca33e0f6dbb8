package dev.fiducia.attestation.simulator;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;
import static dev.fiducia.attestation.simulator.Simulation.CRYPTO;
import static dev.fiducia.attestation.simulator.Simulation.NOW;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.SupplementalChallenge;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.se.SeConfig;
import dev.fiducia.attestation.se.SeVerifier;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;
import dev.fiducia.ha.seal.KeyRing;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

class SimulatedSeTest {

    private static final SimulatedIbm VENDOR = SimulatedIbm.create(NOW, CRYPTO);
    private static final SimulatedSe MACHINE = SimulatedSe.create(CRYPTO);
    private static final byte[] NONCE = CRYPTO.digest(HashAlgorithm.SHA512, new byte[] {1});
    private static final String[] MEMBERS = {
        "measurement",
        "additional_data",
        "user_data",
        "cuid",
        "encr_measurement_key",
        "encr_request_nonce",
        "image_hdr_tags"
    };

    @TempDir Path folder;
    private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
    private SeConfig files;
    private KeyRing ring;
    private SeVerifier verifier;
    private long writes;

    @BeforeEach
    void prepare() throws Exception {
        files = SimulatedSe.config(folder);
        SimulatedSe.write(folder, VENDOR, MACHINE);
        ring = KeyRing.openOrCreate(folder.resolve("ring"));
        verifier = verifier();
    }

    @Test
    void isRefusedForAnotherHandshake() throws Exception {
        String challenge = challenge(verifier);
        ObjectNode evidence = MACHINE.evidence(challenge, NONCE);
        assertThat(verify(evidence, expected().withChallenge(challenge(verifier))))
                .isRefusedAs("se-challenge-mismatch");
        assertThat(verify(evidence, expected().withChallenge("a random nonce")))
                .isRefusedAs("se-challenge-malformed");
        assertThat(verify(evidence, expected().withChallenge("{}")))
                .isRefusedAs("se-challenge-malformed");
        byte[] other = NONCE.clone();
        other[63] ^= 1;
        assertThat(verify(evidence, Expectations.ofReportData(other).withChallenge(challenge)))
                .isRefusedAs("report-data-mismatch");
        assertThat(verify(evidence, Expectations.ofReportData(new byte[0])))
                .isRefusedAs("report-data-mismatch");
        assertThat(verify(evidence, expected().withChallenge(challenge))).isVerified();
    }

    @Test
    void isRefusedForARequestOfAnotherService() throws Exception {
        KeyRing others = KeyRing.openOrCreate(folder.resolve("others"));
        String theirs = challenge(SeVerifier.create(files, others, CRYPTO, time::get));
        assertThat(verify(MACHINE.evidence(theirs, NONCE), expected().withChallenge(theirs)))
                .isRefusedAs("se-request-unknown");
    }

    @Test
    void isRefusedForAnotherImage() throws Exception {
        String challenge = challenge(verifier);
        SimulatedSe other = MACHINE.withImage(SimulatedSe.header(CRYPTO));
        assertThat(verify(other.evidence(challenge, NONCE), expected().withChallenge(challenge)))
                .isRefusedAs("se-measurement-invalid");
        // The tags of what really runs in place of those that the service sent.
        ObjectNode honest = other.evidence(challenge, NONCE);
        byte[] header = other.header();
        byte[] tags =
                ByteBuffer.allocate(208)
                        .put(header, 0xE0, 192)
                        .put(header, header.length - 16, 16)
                        .array();
        honest.put("image_hdr_tags", Base64.getEncoder().encodeToString(tags));
        assertThat(verify(honest, expected().withChallenge(challenge)))
                .isRefusedAs("se-challenge-mismatch");
        assertThat(verify(honest, expected())).isRefusedAs("se-request-unknown");
    }

    @Test
    void isRefusedOnceAnotherImageIsConfigured() throws Exception {
        String challenge = challenge(verifier);
        ObjectNode evidence = MACHINE.evidence(challenge, NONCE);
        assertThat(verify(evidence, expected().withChallenge(challenge))).isVerified();
        Files.write(files.imageHeader(), SimulatedSe.header(CRYPTO));
        touch(files.imageHeader());
        assertThat(verify(evidence, expected().withChallenge(challenge)))
                .isRefusedAs("se-image-mismatch");
    }

    @Test
    void aMachineThatWasRevokedIsNeitherAskedNorBelieved() throws Exception {
        SimulatedSe second = SimulatedSe.create(CRYPTO).withImage(MACHINE.header());
        var documents = Files.createDirectories(folder.resolve("hkds"));
        var first = VENDOR.hostKeyDocument(MACHINE.hostKey().getPublic());
        var other = VENDOR.hostKeyDocument(second.hostKey().getPublic());
        Files.writeString(documents.resolve("1.pem"), Pem.certificates(first));
        Files.write(documents.resolve("2.crt"), Pem.der(other));
        files =
                new SeConfig(
                        List.of(documents),
                        files.certificates(),
                        files.roots(),
                        files.revocationLists(),
                        files.imageHeader());
        verifier = verifier();
        String challenge = challenge(verifier);
        ObjectNode ofFirst = MACHINE.evidence(challenge, NONCE);
        ObjectNode ofSecond = second.evidence(challenge, NONCE);
        assertThat(verify(ofFirst, expected().withChallenge(challenge))).isVerified();
        assertThat(verify(ofSecond, expected().withChallenge(challenge))).isVerified();

        revoke(first);
        assertThat(verify(ofFirst, expected().withChallenge(challenge)))
                .isRefusedAs("se-host-key-unknown");
        assertThat(verify(ofSecond, expected().withChallenge(challenge))).isVerified();
        String next = challenge(verifier);
        assertThatThrownBy(() -> MACHINE.evidence(next, NONCE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no slot for this machine");
        assertThat(verify(second.evidence(next, NONCE), expected().withChallenge(next)))
                .isVerified();

        revoke(first, other);
        assertThat(verify(ofSecond, expected())).isRefusedAs("se-host-keys-unusable");
        assertChallengeRefused("se-host-keys-unusable");
    }

    @Test
    void revokedIssuersVouchForNobody() throws Exception {
        revoke(VENDOR.signerCertificate());
        assertChallengeRefused("se-host-keys-unusable");
        revoke(VENDOR.authorityCertificate());
        assertChallengeRefused("se-host-keys-unusable");
        revoke();
        String challenge = challenge(verifier);
        assertThat(verify(MACHINE.evidence(challenge, NONCE), expected())).isVerified();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void everyIssuerHasToHaveAList(int missing) throws Exception {
        String[] lists = {
            VENDOR.rootList(VENDOR.validity()),
            VENDOR.authorityList(VENDOR.validity()),
            VENDOR.signerList(VENDOR.validity())
        };
        lists[missing] = "";
        writeLists(String.join("", lists));
        assertChallengeRefused("se-host-keys-unusable");
    }

    /// Lists and certificates that were verified when they held are not used a moment longer.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void nothingIsUsedBeyondItsEnd(int ending) throws Exception {
        Instant end = NOW.plus(Duration.ofDays(2));
        var brief = new SimulatedCertificate.Validity(VENDOR.validity().from(), end);
        var full = VENDOR.validity();
        writeLists(
                VENDOR.rootList(ending == 0 ? brief : full)
                        + VENDOR.authorityList(ending == 1 ? brief : full)
                        + VENDOR.signerList(ending == 2 ? brief : full));
        var document =
                VENDOR.hostKeyDocument(MACHINE.hostKey().getPublic(), ending == 3 ? brief : full);
        Files.writeString(files.hostKeys().getFirst(), Pem.certificates(document));
        touch(files.hostKeys().getFirst());
        String challenge = challenge(verifier);
        ObjectNode evidence = MACHINE.evidence(challenge, NONCE);
        time.set(end.minusSeconds(1));
        assertThat(verify(evidence, expected().withChallenge(challenge))).isVerified();
        time.set(end.plusSeconds(1));
        assertThat(verify(evidence, expected().withChallenge(challenge)))
                .isRefusedAs("se-host-keys-unusable");
        assertChallengeRefused("se-host-keys-unusable");
        time.set(VENDOR.validity().from().minusSeconds(1));
        assertChallengeRefused("se-host-keys-unusable");
    }

    @Test
    void vouchersThatAreNotIbmsCountForNothing() throws Exception {
        SimulatedIbm stranger = SimulatedIbm.create(NOW, CRYPTO);
        // A root that nobody named.
        Files.writeString(files.roots().getFirst(), stranger.rootPem());
        touch(files.roots().getFirst());
        assertChallengeRefused("se-host-keys-unusable");
        Files.writeString(files.roots().getFirst(), VENDOR.rootPem());
        touch(files.roots().getFirst());
        challenge(verifier);
        // A document by another signing key.
        document(stranger.hostKeyDocument(MACHINE.hostKey().getPublic()));
        assertChallengeRefused("se-host-keys-unusable");
        // A document whose issuer has another name.
        document(
                VENDOR.hostKeyDocument(
                        MACHINE.hostKey().getPublic(),
                        VENDOR.validity(),
                        SimulatedIbm.signingName("Poughkeepsie", "Another Key Signing Service")));
        assertChallengeRefused("se-host-keys-unusable");
        // A key on another curve.
        document(VENDOR.hostKeyDocument(CRYPTO.generateEc(EcCurve.P384).getPublic()));
        assertChallengeRefused("se-host-keys-unusable");
        // An authority in the place of the signing key.
        document(VENDOR.authorityCertificate());
        assertChallengeRefused("se-host-keys-unusable");
        document(VENDOR.hostKeyDocument(MACHINE.hostKey().getPublic()));
        challenge(verifier);
    }

    @Test
    void whatCantBeReadEndsItUntilItIsMended() throws Exception {
        Files.writeString(files.revocationLists().getFirst(), "nothing");
        touch(files.revocationLists().getFirst());
        assertChallengeRefused("se-setup-broken");
        Files.delete(files.revocationLists().getFirst());
        assertChallengeRefused("se-setup-broken");
        writeLists(VENDOR.lists());
        challenge(verifier);
        Files.writeString(files.imageHeader(), "nothing");
        touch(files.imageHeader());
        assertChallengeRefused("se-setup-broken");
        for (Path file :
                List.of(
                        files.hostKeys().getFirst(),
                        files.certificates().getFirst(),
                        files.roots().getFirst(),
                        files.imageHeader())) {
            byte[] good = Files.readAllBytes(file);
            Files.delete(file);
            assertThatThrownBy(this::verifier).hasMessageContaining(file.getFileName().toString());
            Files.write(file, good);
        }
    }

    @Test
    void everyFlippedBitIsRefused() throws Exception {
        String challenge = challenge(verifier);
        ObjectNode evidence = MACHINE.evidence(challenge, NONCE);
        for (String member : MEMBERS) {
            byte[] genuine = Base64.getDecoder().decode(evidence.get(member).textValue());
            for (int bit = 0; bit < genuine.length * 8; bit++) {
                byte[] altered = genuine.clone();
                altered[bit / 8] ^= (byte) (1 << (bit % 8));
                ObjectNode forged = with(evidence, member, altered);
                assertThat(verify(forged, Expectations.none()))
                        .isRefusedAs(
                                member.startsWith("encr") || member.startsWith("image")
                                        ? "se-request-unknown"
                                        : "se-measurement-invalid");
            }
        }
        assertThat(verify(evidence, expected().withChallenge(challenge))).isVerified();
    }

    @Test
    void cutAndExtendedMembersAreMalformed() throws Exception {
        ObjectNode evidence = MACHINE.evidence(challenge(verifier), NONCE);
        for (String member : MEMBERS) {
            byte[] genuine = Base64.getDecoder().decode(evidence.get(member).textValue());
            for (int length = 0; length < genuine.length; length++) {
                assertThat(
                                verify(
                                        with(evidence, member, Arrays.copyOf(genuine, length)),
                                        Expectations.none()))
                        .isRefusedAs("se-evidence-malformed");
            }
            for (int more : new int[] {1, 16, 200, 5000}) {
                byte[] longer = Arrays.copyOf(genuine, genuine.length + more);
                boolean fits = member.equals("user_data") && longer.length <= 256;
                assertThat(verify(with(evidence, member, longer), Expectations.none()))
                        .isRefusedAs(fits ? "se-measurement-invalid" : "se-evidence-malformed");
            }
            for (String text : new String[] {"null", "1", "{}", "[]", "\"*\""}) {
                ObjectNode wrong = evidence.deepCopy();
                wrong.set(member, new JsonMapper().readTree(text));
                assertThat(verify(wrong, Expectations.none())).isRefusedAs("se-evidence-malformed");
            }
            ObjectNode without = evidence.deepCopy();
            without.remove(member);
            assertThat(verify(without, Expectations.none())).isRefusedAs("se-evidence-malformed");
        }
    }

    /// The machine notices whatever is done to a request on its way.
    @Test
    void everyAlteredRequestIsRefusedByTheMachine() throws Exception {
        ObjectNode challenge = (ObjectNode) new JsonMapper().readTree(challenge(verifier));
        byte[] block = Base64.getDecoder().decode(challenge.get("request_blob").textValue());
        assertThat(block).hasSize(0xE0 + 80 + 64 + 16 + 16);
        for (int i = 0; i < block.length; i++) {
            byte[] altered = block.clone();
            altered[i] ^= (byte) (1 << (i % 8));
            String forged = with(challenge, "request_blob", altered).toString();
            assertThatThrownBy(() -> MACHINE.evidence(forged, NONCE))
                    .isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void requestsAreNeverTheSame() {
        assertThat(challenge(verifier)).isNotEqualTo(challenge(verifier));
    }

    @Test
    void claimsWhatTheMachineMeasured() throws Exception {
        String challenge = challenge(verifier);
        ObjectNode claims =
                assertThat(
                                verify(
                                        MACHINE.evidence(challenge, NONCE),
                                        expected()
                                                .withChallenge(challenge)
                                                .withInitDataDigest(new byte[32])))
                        .isVerified();
        byte[] header = MACHINE.header();
        String key = HexFormat.of().formatHex(MACHINE.hostKeyHash());
        assertThat(claims.get("cuid").textValue()).hasSize(32);
        assertThat(claims.get("report_data").textValue())
                .isEqualTo(HexFormat.of().formatHex(NONCE));
        assertThat(claims.get("version").intValue()).isEqualTo(256);
        assertThat(claims.get("image_phkh").textValue()).isEqualTo(key);
        assertThat(claims.get("attestation_phkh").textValue()).isEqualTo(key);
        assertThat(claims.get("tag").textValue())
                .isEqualTo(HexFormat.of().formatHex(header, header.length - 16, header.length));
        assertThat(claims.has("init_data")).isFalse();
    }

    @Test
    void anyReplicaVerifiesWhatAnotherAskedForAlsoAfterTheKeysWereRotated() throws Exception {
        String challenge = challenge(verifier);
        ring.rotate();
        SeVerifier replica =
                SeVerifier.create(files, KeyRing.open(folder.resolve("ring")), CRYPTO, time::get);
        ObjectNode evidence = MACHINE.evidence(challenge, NONCE);
        assertThat(Simulation.verify(replica, evidence, expected().withChallenge(challenge)))
                .isVerified();
        String later = challenge(replica);
        assertThat(verify(MACHINE.evidence(later, NONCE), expected().withChallenge(later)))
                .isVerified();
    }

    @Test
    void isTheSameMachineWhenLoadedAgain() throws Exception {
        Path home = folder.resolve("machine");
        SimulatedSe.openOrCreate(home, NOW, CRYPTO);
        SimulatedSe loaded = SimulatedSe.openOrCreate(home, NOW, CRYPTO);
        SeVerifier own = SeVerifier.create(SimulatedSe.config(home), ring, CRYPTO, time::get);
        String challenge = challenge(own);
        assertThat(
                        Simulation.verify(
                                own,
                                loaded.evidence(challenge, NONCE),
                                expected().withChallenge(challenge)))
                .isVerified();
    }

    private SeVerifier verifier() throws Exception {
        return SeVerifier.create(files, ring, CRYPTO, time::get);
    }

    private VerificationResult verify(ObjectNode evidence, Expectations expected) {
        return Simulation.verify(verifier, evidence, expected);
    }

    private static Expectations expected() {
        return Expectations.ofReportData(NONCE);
    }

    private static String challenge(SeVerifier verifier) {
        if (verifier.challenge() instanceof SupplementalChallenge.Text(String text)) {
            return text;
        }
        throw new AssertionError("no challenge: " + verifier.challenge());
    }

    private void assertChallengeRefused(String code) {
        assertThat(verifier.challenge())
                .isInstanceOfSatisfying(
                        SupplementalChallenge.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(code));
    }

    private void revoke(X509Certificate... revoked) throws Exception {
        writeLists(VENDOR.lists(VENDOR.validity(), revoked));
    }

    private void writeLists(String pem) throws Exception {
        Files.writeString(files.revocationLists().getFirst(), pem);
        touch(files.revocationLists().getFirst());
    }

    private void document(X509Certificate certificate) throws Exception {
        Files.writeString(files.hostKeys().getFirst(), Pem.certificates(certificate));
        touch(files.hostKeys().getFirst());
    }

    /// Two writes can fall into one tick of the file system's clock.
    private void touch(Path file) throws Exception {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L * ++writes));
    }

    private static ObjectNode with(ObjectNode evidence, String member, byte[] bytes) {
        return evidence.deepCopy().put(member, Base64.getEncoder().encodeToString(bytes));
    }
}
