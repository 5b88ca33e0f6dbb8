package dev.fiducia.initdata.lint.connection;

import dev.fiducia.initdata.lint.Rule;

import java.util.List;
import java.util.stream.Stream;

/// The rules of this package.
public final class ConnectionRules {

    private ConnectionRules() {}

    /// All of them.
    public static List<Rule> all() {
        return Stream.of(UrlRules.all(), CertificateRules.all(), AgreementRules.all())
                .flatMap(List::stream)
                .toList();
    }
}
