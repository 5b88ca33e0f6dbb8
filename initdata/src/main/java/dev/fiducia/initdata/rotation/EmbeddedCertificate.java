package dev.fiducia.initdata.rotation;

import dev.fiducia.initdata.InitdataAlgorithm;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.config.AaConfig;
import dev.fiducia.initdata.config.CdhConfig;
import dev.fiducia.initdata.config.Located;
import dev.fiducia.initdata.lint.connection.Certificates;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A certificate that guests get with a document.
///
/// @param file which file it is in
/// @param path the keys down to it, such as `token_configs.kbs.cert`
/// @param sha256 the fingerprint: SHA-256 of its DER, lower-case hexadecimal
public record EmbeddedCertificate(
        String file, String path, String sha256, X509Certificate certificate) {

    /// All of a document, in the order of the files. What can't be read is left to the lint, which
    /// refuses it.
    public static List<EmbeddedCertificate> of(InitdataDocument document) {
        List<EmbeddedCertificate> found = new ArrayList<>();
        Optional.ofNullable(document.data().get("aa.toml"))
                .flatMap(text -> AaConfig.load(text).config())
                .flatMap(AaConfig::kbs)
                .flatMap(AaConfig.Kbs::cert)
                .ifPresent(pem -> add("aa.toml", pem, found));
        Optional<CdhConfig> hub =
                Optional.ofNullable(document.data().get("cdh.toml"))
                        .flatMap(text -> CdhConfig.load(text).config());
        hub.flatMap(CdhConfig::kbc)
                .flatMap(CdhConfig.Kbc::cert)
                .ifPresent(pem -> add("cdh.toml", pem, found));
        hub.flatMap(CdhConfig::image)
                .ifPresent(image ->
                        image.extraRootCertificates().forEach(pem -> add("cdh.toml", pem, found)));
        return List.copyOf(found);
    }

    /// When it stops being good.
    public Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }

    /// From when it is good.
    public Instant notBefore() {
        return certificate.getNotBefore().toInstant();
    }

    static String fingerprint(X509Certificate certificate) {
        try {
            return InitdataAlgorithm.SHA256.digest(certificate.getEncoded()).hex();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has no bytes", e);
        }
    }

    private static void add(String file, Located<String> pem, List<EmbeddedCertificate> found) {
        for (X509Certificate each : Certificates.parse(pem.value()).orElse(List.of())) {
            found.add(new EmbeddedCertificate(file, pem.path(), fingerprint(each), each));
        }
    }
}
