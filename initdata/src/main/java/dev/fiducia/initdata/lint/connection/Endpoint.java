package dev.fiducia.initdata.lint.connection;

import dev.fiducia.initdata.config.Located;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Location;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An address that one of the files names, with the certificate that goes with it.
///
/// @param file which file
/// @param url the address as written
/// @param cert the certificates in PEM; absent also when there is only blank text
record Endpoint(String file, Located<String> url, Optional<Located<String>> cert) {

    /// All addresses: of the agent's service, of its other attestation service, of the data hub's.
    static List<Endpoint> of(LintContext context) {
        List<Endpoint> endpoints = new ArrayList<>();
        ofAgent(context).ifPresent(endpoints::add);
        context.aaConfig()
                .flatMap(config -> config.cocoAsUrl())
                .ifPresent(url -> endpoints.add(new Endpoint("aa.toml", url, Optional.empty())));
        ofDataHub(context).ifPresent(endpoints::add);
        return endpoints;
    }

    /// The service in `aa.toml`.
    static Optional<Endpoint> ofAgent(LintContext context) {
        return context.aaConfig()
                .flatMap(config -> config.kbs())
                .flatMap(kbs ->
                        kbs.url().map(url -> new Endpoint("aa.toml", url, filled(kbs.cert()))));
    }

    /// The service in `cdh.toml`.
    static Optional<Endpoint> ofDataHub(LintContext context) {
        return context.cdhConfig()
                .flatMap(config -> config.kbc())
                .flatMap(kbc ->
                        kbc.url()
                                .filter(url -> !url.value().isEmpty())
                                .map(url -> new Endpoint("cdh.toml", url, filled(kbc.cert()))));
    }

    Optional<ServiceUrl> service() {
        return ServiceUrl.parse(url.value());
    }

    boolean isEncrypted() {
        return service().filter(ServiceUrl::isEncrypted).isPresent();
    }

    Location location(LintContext context) {
        return context.location(file, url);
    }

    private static Optional<Located<String>> filled(Optional<Located<String>> cert) {
        return cert.filter(text -> !text.value().isBlank());
    }
}
