package dev.fiducia.initdata.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.lint.TestCertificate;
import dev.fiducia.initdata.rotation.Succession.SuccessionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;

class SuccessionTest {
    private static final String OLD =
            TestCertificate.server("old.example.com").expiringAfterDays(9).pem();
    private static final String NEW = TestCertificate.server("new.example.com").pem();
    private static final String OTHER = TestCertificate.server("other.example.com").pem();

    /// @param agent what stands behind `cert = ` in aa.toml
    private static InitdataDocument document(String agent, String hub) {
        String text =
                """
                # a comment  with  blanks
                algorithm = "sha256"
                version = "0.1.0"
                nonce = "n"

                [data]
                "aa.toml" = '''
                [token_configs.kbs]
                url = "https://kbs.example.com"
                cert = %s
                '''
                "cdh.toml" = '''
                [kbc]
                name = "cc_kbc"
                url = "https://kbs.example.com"
                kbs_cert = %s
                '''
                """
                        .formatted(agent, hub);
        return parsed(text);
    }

    private static InitdataDocument parsed(String text) {
        try {
            return InitdataDocument.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (InitdataException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(InitdataDocument document) {
        return new String(document.raw(), StandardCharsets.UTF_8);
    }

    private static String lines(String pem) {
        return "\"\"\"\n" + pem.strip() + "\n\"\"\"";
    }

    private static String escapes(String pem) {
        return "\"" + pem.strip().replace("\n", "\\n") + "\\n\"";
    }

    private static String fingerprint(InitdataDocument document, int index) {
        return EmbeddedCertificate.of(document).get(index).sha256();
    }

    @Test
    void refusesCertificateThatTheDocumentDoesNotHold() {
        InitdataDocument document = document(lines(OLD), lines(OLD));
        assertThatThrownBy(() -> Succession.replace(document, "00".repeat(32), NEW))
                .isInstanceOf(SuccessionException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "text", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"})
    void refusesTextThatIsNoCertificate(String pem) {
        InitdataDocument document = document(lines(OLD), lines(OLD));
        assertThatThrownBy(() -> Succession.replace(document, fingerprint(document, 0), pem))
                .isInstanceOf(SuccessionException.class);
    }

    @Test
    void findsCertificatesWithTheirPlacesAndDates() {
        List<EmbeddedCertificate> found =
                EmbeddedCertificate.of(document(lines(OLD), lines(OLD + OTHER)));
        assertThat(found)
                .extracting(EmbeddedCertificate::path)
                .containsExactly("token_configs.kbs.cert", "kbc.kbs_cert", "kbc.kbs_cert");
        assertThat(found.getFirst().notAfter())
                .isEqualTo(TestCertificate.NOW.plus(9, ChronoUnit.DAYS));
    }

    @Test
    void replacesEveryCopyAndNothingElse() throws SuccessionException {
        InitdataDocument document = document(lines(OLD), lines(OTHER + OLD));
        InitdataDocument successor = Succession.replace(document, fingerprint(document, 0), NEW);
        assertThat(text(successor)).isEqualTo(text(document).replace(OLD.strip(), NEW.strip()));
        assertThat(successor.digest()).isNotEqualTo(document.digest());
    }

    @Test
    void keepsEscapedLineBreaks() throws SuccessionException {
        InitdataDocument document = document(escapes(OLD), lines(OTHER));
        InitdataDocument successor =
                Succession.replace(document, fingerprint(document, 0), NEW + OTHER);
        assertThat(text(successor))
                .isEqualTo(
                        text(document(escapes((NEW + OTHER).replace("\n\n", "\n")), lines(OTHER))));
    }

    @Test
    void keepsCarriageReturns() throws SuccessionException {
        InitdataDocument unix = document(lines(OLD), lines(OLD));
        InitdataDocument windows = parsed(text(unix).replace("\n", "\r\n"));
        InitdataDocument successor = Succession.replace(windows, fingerprint(unix, 0), NEW);
        assertThat(text(successor).replace("\r\n", "")).doesNotContain("\n", "\r");
    }
}
