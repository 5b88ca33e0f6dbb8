package dev.fiducia.kbs.template;

import dev.fiducia.initdata.rotation.PemText;
import dev.fiducia.initdata.template.ParameterType;
import dev.fiducia.initdata.template.Template;
import dev.fiducia.kbs.tls.ServerCertificate;

import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the service knows of itself, for templates that ask for it and callers that don't say.
///
/// @param url where guests reach the service
/// @param authority the certificate, in PEM, by which guests can check the service's
public record ServiceValues(Optional<String> url, Optional<String> authority) {
    private static final String URL = "kbs_url";
    private static final String AUTHORITY = "kbs_ca";

    /// @param certificate what the listener presents; its last certificate is what to trust, if it
    ///   signed itself or may sign others
    public static ServiceValues of(Optional<String> url, Optional<ServerCertificate> certificate) {
        return new ServiceValues(
                url,
                certificate
                        .map(presented -> presented.chain().getLast())
                        .filter(ServiceValues::isAnchor)
                        .map(anchor -> PemText.of(List.of(anchor), "\n") + "\n"));
    }

    private static boolean isAnchor(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0
                || certificate
                        .getSubjectX500Principal()
                        .equals(certificate.getIssuerX500Principal());
    }

    /// The given values, and ours for what the template declares and nobody gave.
    Map<String, String> fill(Template template, Map<String, String> given) {
        Map<String, String> filled = new LinkedHashMap<>(given);
        fill(template, URL, ParameterType.URL, url, filled);
        fill(template, AUTHORITY, ParameterType.CERTIFICATES, authority, filled);
        return filled;
    }

    private static void fill(
            Template template,
            String name,
            ParameterType type,
            Optional<String> value,
            Map<String, String> filled) {
        boolean isAsked =
                Optional.ofNullable(template.parameters().get(name))
                        .filter(parameter -> parameter.type() == type)
                        .isPresent();
        if (isAsked) {
            value.ifPresent(text -> filled.putIfAbsent(name, text));
        }
    }
}
