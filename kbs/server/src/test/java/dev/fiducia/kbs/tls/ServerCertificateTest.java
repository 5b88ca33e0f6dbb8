package dev.fiducia.kbs.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.kbs.config.FiduciaConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

class ServerCertificateTest {
    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.JDK);
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-22T02:00:00Z"));

    @TempDir private Path folder;

    private ServerCertificate load(String http, InstantSource clock) throws Exception {
        FiduciaConfig config =
                FiduciaConfig.parse(
                        "[store]\npath = \""
                                + folder.resolve("store")
                                + "\"\n[http_server]\n"
                                + http,
                        "test.toml");
        return ServerCertificate.loadOrCreate(config.httpServer(), config.store(), CRYPTO, clock);
    }

    private ServerCertificate load(String http) throws Exception {
        return load(http, CLOCK);
    }

    private String pair(Path key, Path certificate) {
        return "private_key = \"%s\"\ncertificate = \"%s\"\n".formatted(key, certificate);
    }

    private static List<String> names(X509Certificate certificate) throws Exception {
        Collection<List<?>> names =
                Objects.requireNonNull(certificate.getSubjectAlternativeNames());
        return names.stream().map(name -> String.valueOf(name.get(1))).toList();
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    @Test
    void makesASelfSignedServerCertificate() throws Exception {
        ServerCertificate made =
                load(
                        "sockets = [\"0.0.0.0:1\", \"127.0.0.2:1\"]\ncertificate_names = [\"kbs.example\", \"10.0.0.7\"]");
        X509Certificate leaf = made.chain().getFirst();
        leaf.verify(leaf.getPublicKey());
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(leaf.getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(names(leaf))
                .contains("localhost", "kbs.example", "127.0.0.1", "127.0.0.2", "10.0.0.7")
                .doesNotContain("0.0.0.0");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(
                                        folder.resolve("store/tls/private-key.pem"))))
                .isEqualTo("rw-------");
        assertThat(made.toString()).doesNotContain("PRIVATE KEY-----");
    }

    @Test
    void usesTheSameCertificateAgain() throws Exception {
        assertThat(load("").chain()).isEqualTo(load("").chain());
    }

    @Test
    void makesANewOneUnderTheSameKeyForANewName() throws Exception {
        X509Certificate first = load("").chain().getFirst();
        X509Certificate second = load("certificate_names = [\"new.example\"]").chain().getFirst();
        assertThat(second).isNotEqualTo(first);
        assertThat(second.getPublicKey()).isEqualTo(first.getPublicKey());
        assertThat(names(second)).contains("new.example");
    }

    @Test
    void makesANewOneBeforeItExpires() throws Exception {
        X509Certificate first = load("").chain().getFirst();
        InstantSource later = InstantSource.fixed(CLOCK.instant().plus(Duration.ofDays(3630)));
        assertThat(load("", later).chain().getFirst()).isNotEqualTo(first);
    }

    @Test
    void readsAConfiguredPair() throws Exception {
        ServerCertificate made = load("");
        Path key = folder.resolve("store/tls/private-key.pem");
        Path certificate = folder.resolve("store/tls/certificate.pem");
        assertThat(load(pair(key, certificate)).chain()).isEqualTo(made.chain());
    }

    @Test
    void refusesAKeyOfAnotherCertificate() throws Exception {
        load("");
        Path key = folder.resolve("store/tls/private-key.pem");
        Path certificate =
                Files.copy(folder.resolve("store/tls/certificate.pem"), folder.resolve("c.pem"));
        Files.delete(folder.resolve("store/tls/certificate.pem"));
        load("");
        assertThatThrownBy(() -> load(pair(key, certificate)))
                .isInstanceOf(TlsException.class)
                .hasMessageContaining("is not the key of the first certificate");
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        load("");
        Path key = folder.resolve("store/tls/private-key.pem");
        Path certificate = folder.resolve("store/tls/certificate.pem");
        Path text = file("text.pem", "nothing here".getBytes(StandardCharsets.UTF_8));
        Path encrypted = file("enc.pem", Pem.write("ENCRYPTED PRIVATE KEY", new byte[] {1}));
        Path broken = file("broken.pem", Pem.write("CERTIFICATE", new byte[] {1, 2, 3}));
        Path halfKey = file("half.pem", Pem.write("EC PRIVATE KEY", new byte[] {1, 2, 3}));
        refused(pair(text, certificate), "no PEM block \"PRIVATE KEY\"");
        refused(pair(encrypted, certificate), "openssl pkey");
        refused(pair(halfKey, certificate), "malformed EC private key");
        refused(pair(key, text), "no PEM block \"CERTIFICATE\"");
        refused(pair(key, broken), "certificate 1 is malformed");
        refused(pair(folder.resolve("missing"), certificate), "no such file");
    }

    private void refused(String http, String message) {
        assertThatThrownBy(() -> load(http))
                .isInstanceOf(TlsException.class)
                .hasMessageContaining(message);
    }
}
