package dev.fiducia.attestation.token;

import static dev.fiducia.attestation.token.TestPki.CRYPTO;
import static dev.fiducia.attestation.token.TestPki.NOW;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Vectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/// Trustee's own scenarios of keys in headers (RSA, valid from 2026 to 2036).
class EndorsementVectorTest {
    @ParameterizedTest
    @CsvSource({"01,true", "02,false", "03,false", "04,false", "05,true", "06,true", "07,true"})
    void judgesAsTrusteeDoes(String scenario, boolean endorsed) throws Exception {
        ObjectNode jwk =
                (ObjectNode) Vectors.json("kbs-token/jwk/scenario" + scenario + "-jwk.json");
        Path trust =
                Path.of(
                        System.getProperty("vectors"),
                        "attestation",
                        "kbs-token",
                        "jwk",
                        "scenario" + scenario + "-trust.pem");
        List<X509Certificate> trusted = X509Certificates.fromPem(trust);
        JwkEndorsement endorsement = new JwkEndorsement(new CertificateTrust(trusted), CRYPTO);
        VerificationKey key = VerificationKey.ofJwk(jwk, CRYPTO);
        assertThat(endorsement.objection(jwk, key, NOW).isEmpty()).isEqualTo(endorsed);
    }
}
