package dev.fiducia.initdata.lint.connection;

import dev.fiducia.initdata.config.Located;
import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Location;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.RuleInfo;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/// What the certificates in a document are good for. Expiry matters more here than elsewhere: to
/// renew a certificate is to make a new document.
final class CertificateRules {

    private static final Duration SOON = Duration.ofDays(30);
    private static final String RENEW =
            "put the service's present certificate there; that makes a new document with a new digest";

    private CertificateRules() {}

    static List<Rule> all() {
        return List.of(
                Rule.of(
                        RuleInfo.of(
                                "NET106",
                                "EW",
                                "a certificate that can't be read, has expired or expires within 30 days",
                                "guests do not reach the service or the registry, and a new certificate needs a new document"),
                        CertificateRules::validity),
                Rule.of(
                        RuleInfo.of(
                                "NET107",
                                "W",
                                "a certificate that TLS clients refuse: wrong host, weak, or an authority as server",
                                "guests do not reach the service"),
                        CertificateRules::fitness));
    }

    private static void validity(LintContext context, Findings findings) {
        for (Endpoint endpoint : Endpoint.of(context)) {
            endpoint.cert().ifPresent(cert -> validity(endpoint.file(), cert, context, findings));
        }
        context.cdhConfig()
                .flatMap(config -> config.image())
                .ifPresent(image -> {
                    for (Located<String> cert : image.extraRootCertificates()) {
                        validity("cdh.toml", cert, context, findings);
                    }
                });
    }

    private static void validity(
            String file, Located<String> cert, LintContext context, Findings findings) {
        Location location = context.location(file, cert);
        List<X509Certificate> certificates = Certificates.parse(cert.value()).orElse(List.of());
        if (certificates.isEmpty()) {
            findings.error(
                    location,
                    cert.path() + " is no certificate in PEM that can be read",
                    "put the whole certificate there, from BEGIN to END, in \"\"\"…\"\"\"");
        }
        Instant now = context.options().now();
        for (X509Certificate certificate : certificates) {
            Instant end = certificate.getNotAfter().toInstant();
            String date = LocalDate.ofInstant(end, ZoneOffset.UTC).toString();
            if (end.isBefore(now)) {
                findings.error(location, cert.path() + " expired on " + date, RENEW);
            } else if (end.isBefore(now.plus(SOON))) {
                findings.warn(location, cert.path() + " expires on " + date, RENEW);
            } else if (certificate.getNotBefore().toInstant().isAfter(now)) {
                findings.warn(
                        location,
                        cert.path() + " is not valid yet",
                        "check the date, or wait before the document is used");
            }
        }
    }

    private static void fitness(LintContext context, Findings findings) {
        for (Endpoint endpoint : Endpoint.of(context)) {
            Located<String> cert = endpoint.cert().orElse(null);
            ServiceUrl url = endpoint.service().orElse(null);
            if (cert != null && url != null && url.isEncrypted()) {
                Location location = context.location(endpoint.file(), cert);
                for (X509Certificate each : Certificates.parse(cert.value()).orElse(List.of())) {
                    fitness(each, url, cert.path(), location, findings);
                }
            }
        }
    }

    private static void fitness(
            X509Certificate certificate,
            ServiceUrl url,
            String path,
            Location location,
            Findings findings) {
        boolean isForHost = CertificateTraits.isFor(url.host(), certificate);
        if (!CertificateTraits.isAuthority(certificate) && !isForHost) {
            findings.warn(
                    location,
                    path + " is a server's certificate, and not for the host of the address",
                    "give the certificate of that host, or of the authority that signs it");
        }
        if (CertificateTraits.isAuthority(certificate)
                && CertificateTraits.isSelfIssued(certificate)
                && isForHost) {
            findings.warn(
                    location,
                    path
                            + " is its own authority (CA:TRUE) and names the host: guests refuse it as a server's",
                    "make the server's certificate with CA:FALSE, or sign it by a separate authority");
        }
        if (CertificateTraits.hasWeakSignature(certificate)) {
            findings.warn(
                    location,
                    path + " is signed with SHA-1 or MD5",
                    "have it signed with SHA-256 or better");
        }
        if (CertificateTraits.hasSmallKey(certificate)) {
            findings.warn(
                    location,
                    path + " has an RSA key of less than 2048 bits",
                    "use 2048 bits or more, or an elliptic curve");
        }
    }
}
