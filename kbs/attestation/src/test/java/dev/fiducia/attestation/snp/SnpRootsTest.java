package dev.fiducia.attestation.snp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

class SnpRootsTest {

    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);

    @TempDir Path folder;

    /// SHA-256 of AMD's certificates in DER form: the root, and the issuer of VCEKs. The issuer of
    /// VLEKs comes with the evidence, and has to be signed by the root.
    @ParameterizedTest
    @CsvSource({
        "MILAN,69d063b45344d26a2e94e1f4210de49ef555308287d4c174445c95639a540bcd,67d303bd3905fd38db8b20e0793699870e7fa612eaad5dec358293fd8c0bac1b",
        "GENOA,4c6598d19c18719c5dfd4a7d335f674e5bfe1d8f800cea2cf270c10d103db2f1,5464738c1546aed5f2cecf1dc98c5c960a92e8913238a61711bc90ec6e828521",
        "TURIN,1f084161a44bb6d93778a904877d4819cafa5d05ef4193b2ded9dd9c73dd3f6a,5b77ef5fe7a7a004fd9032668fba9d0fda22f88c4442069a479636a6ae3b3185"
    })
    void embedsTheRootsOfAmd(SnpProduct product, String ark, String ask) throws Exception {
        List<SnpAnchor> anchors = SnpAnchors.load(List.of(), CRYPTO).of(product);
        assertThat(anchors).hasSize(1);
        SnpAnchor anchor = anchors.getFirst();
        assertThat(anchor.origin()).isEqualTo(SnpAnchor.Origin.AMD);
        assertThat(anchor.fingerprint(CRYPTO)).isEqualTo(ark);
        assertThat(fingerprint(anchor.intermediate(VekType.VCEK).orElseThrow())).isEqualTo(ask);
        assertThat(anchor.intermediate(VekType.VLEK)).isEmpty();
    }

    @Test
    void refusesARootFileThatIsMissing() {
        assertThatThrownBy(() -> SnpAnchors.load(List.of(folder.resolve("none.pem")), CRYPTO))
                .isInstanceOf(SnpSetupException.class)
                .hasMessageContaining("none.pem");
    }

    @Test
    void refusesARootFileThatItWouldHaveToCut() throws Exception {
        Path file = Files.write(folder.resolve("large.pem"), new byte[(256 << 10) + 1]);
        assertThatThrownBy(() -> SnpAnchors.load(List.of(file), CRYPTO))
                .isInstanceOf(SnpSetupException.class)
                .hasMessageContaining("large.pem can't be read: larger than");
    }

    @Test
    void refusesARootFileWithoutARoot() throws Exception {
        Path file = Files.writeString(folder.resolve("empty.pem"), "nothing here");
        assertThatThrownBy(() -> SnpAnchors.load(List.of(file), CRYPTO))
                .isInstanceOf(SnpSetupException.class)
                .hasMessageContaining("holds no root");
    }

    @Test
    void refusesARootFileWithBrokenCertificates() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("broken.pem"),
                        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> SnpAnchors.load(List.of(file), CRYPTO))
                .isInstanceOf(SnpSetupException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "25,0,MILAN",
        "25,1,MILAN",
        "25,15,MILAN",
        "25,16,GENOA",
        "25,17,GENOA",
        "25,31,GENOA",
        "25,160,GENOA",
        "25,175,GENOA",
        "26,0,TURIN",
        "26,17,TURIN"
    })
    void knowsProductsByFamilyAndModel(int family, int model, SnpProduct product) {
        assertThat(SnpProduct.ofCpuid(family, model)).contains(product);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0", "23,1", "24,0", "25,32", "25,159", "25,176", "25,255", "26,18", "26,255", "255,255"
    })
    void knowsNoProductForOthers(int family, int model) {
        assertThat(SnpProduct.ofCpuid(family, model)).isEmpty();
    }

    private static String fingerprint(X509Certificate certificate) {
        return HexFormat.of()
                .formatHex(CRYPTO.digest(HashAlgorithm.SHA256, SnpCertificates.der(certificate)));
    }
}
