package dev.fiducia.attestation.collateral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.attestation.InMemoryStore;
import dev.fiducia.attestation.simulator.Simulation;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Bundles that are signed, damaged, or older than they should be.
class BundleTest {

    private static final CryptoSuite CRYPTO = Simulation.CRYPTO;
    private static final KeyPair KEYS = CRYPTO.generateEc(EcCurve.P256);
    private static final BundleKey KEY = BundleKey.of((ECPublicKey) KEYS.getPublic(), CRYPTO);
    private static final Document ONE = document("intel/46e403bd34f05a3f/tdx/qe", "one");
    private static final Document TWO = document("amd/Milan/crl/46e403bd34f05a3f", "two");

    @TempDir Path folder;

    @Test
    void isRefusedUnderAnotherKeyOrNone() {
        byte[] bundle = bundle(1, ONE);
        KeyPair other = CRYPTO.generateEc(EcCurve.P256);
        BundleKey stranger = BundleKey.of((ECPublicKey) other.getPublic(), CRYPTO);
        for (List<BundleKey> keys : List.of(List.<BundleKey>of(), List.of(stranger))) {
            assertThatThrownBy(() -> BundleFile.read(bundle, keys, CRYPTO))
                    .isInstanceOf(BundleException.class);
        }
    }

    @Test
    void isRefusedWithAnyBitFlippedCutOrExtended() throws Exception {
        byte[] bundle = bundle(1, ONE, TWO);
        Bundle genuine = read(bundle);
        for (int length = 0; length < bundle.length; length += 7) {
            assertRefusedOrSame(Arrays.copyOf(bundle, length), genuine);
        }
        Random random = new Random(6);
        for (int i = 0; i < 600; i++) {
            byte[] damaged = bundle.clone();
            int bit = random.nextInt(damaged.length * 8);
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefusedOrSame(damaged, genuine);
        }
    }

    /// A ZIP has bytes that mean nothing to its reader, such as dates and the directory at its end;
    /// whatever is read is what was signed.
    private static void assertRefusedOrSame(byte[] bytes, Bundle genuine) {
        try {
            Bundle read = read(bytes);
            assertThat(read.sequence()).isEqualTo(genuine.sequence());
            assertThat(read.documents()).hasSameSizeAs(genuine.documents());
            for (int i = 0; i < genuine.documents().size(); i++) {
                assertThat(read.documents().get(i).encode())
                        .isEqualTo(genuine.documents().get(i).encode());
            }
        } catch (BundleException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Test
    void refusesArbitraryBytes() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            if (i % 2 == 0 && bytes.length > 4) {
                System.arraycopy(new byte[] {'P', 'K', 3, 4}, 0, bytes, 0, 4);
            }
            assertThatThrownBy(() -> read(bytes)).isInstanceOf(BundleException.class);
        }
    }

    @Test
    void carriesDocuments() throws Exception {
        Bundle bundle = read(bundle(7, ONE, TWO));
        assertThat(bundle.sequence()).isEqualTo(7);
        assertThat(bundle.created()).isEqualTo(Simulation.NOW);
        assertThat(bundle.documents())
                .extracting(document -> document.id().name())
                .containsExactly(ONE.id().name(), TWO.id().name());
        assertThat(bundle.documents().getFirst().body()).isEqualTo(ONE.body());
    }

    @Test
    void isReplacedByNewerOnesOnly() throws Exception {
        Path file = folder.resolve("collateral.bundle");
        BundleSource source = source(file, Optional.empty());
        assertThat(source.refresh()).isFalse();
        put(file, 1, bundle(5, ONE));
        assertThat(source.refresh()).isTrue();
        assertThat(source.ids()).containsExactly(ONE.id());
        put(file, 2, bundle(4, TWO));
        assertThat(source.refresh()).isFalse();
        assertThat(source.ids()).containsExactly(ONE.id());
        put(file, 3, "damaged".getBytes(StandardCharsets.UTF_8));
        assertThat(source.refresh()).isFalse();
        put(file, 4, bundle(6, ONE, TWO));
        assertThat(source.refresh()).isTrue();
        assertThat(source.ids()).containsExactly(TWO.id(), ONE.id());
        Files.delete(file);
        assertThat(source.refresh()).isFalse();
        assertThat(source.find(TWO.id())).hasSize(1);
    }

    @Test
    void isRefusedAfterARestartWhenOlder() throws Exception {
        BundleSequences sequences = new BundleSequences(new InMemoryStore());
        Path file = folder.resolve("collateral.bundle");
        put(file, 1, bundle(5, ONE));
        assertThat(source(file, Optional.of(sequences)).ids()).hasSize(1);
        assertThat(source(file, Optional.of(sequences)).ids()).hasSize(1);
        put(file, 2, bundle(4, ONE));
        assertThat(source(file, Optional.of(sequences)).ids()).isEmpty();
    }

    @Test
    void keepsDocumentsInAFolder() throws Exception {
        DocumentFolder.write(folder, ONE);
        DocumentFolder.write(folder, TWO);
        DocumentFolder read = DocumentFolder.open(folder);
        assertThat(read.ids()).containsExactly(TWO.id(), ONE.id());
        assertThat(read.find(ONE.id()).getFirst().body()).isEqualTo(ONE.body());
        Files.writeString(folder.resolve("x.document"), "{}");
        assertThatThrownBy(() -> DocumentFolder.open(folder)).hasMessageContaining("x.document");
    }

    private static BundleSource source(Path file, Optional<BundleSequences> sequences) {
        return new BundleSource(file, List.of(KEY), sequences, CRYPTO);
    }

    private static void put(Path file, int second, byte[] content) throws Exception {
        Files.write(file, content);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
    }

    private static byte[] bundle(long sequence, Document... documents) {
        return BundleFile.write(
                List.of(documents), sequence, Simulation.NOW, KEYS.getPrivate(), CRYPTO);
    }

    private static Bundle read(byte[] bytes) throws BundleException {
        return BundleFile.read(bytes, List.of(KEY), CRYPTO);
    }

    private static Document document(String id, String body) {
        return new Document(
                new DocumentId(id), "chain", body.repeat(50).getBytes(StandardCharsets.UTF_8));
    }
}
