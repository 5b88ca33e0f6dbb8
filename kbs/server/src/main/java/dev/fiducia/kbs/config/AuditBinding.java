package dev.fiducia.kbs.config;

import dev.fiducia.ha.audit.EventForm;
import dev.fiducia.kbs.config.ConfigProblem.Code;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Reads `[audit]`. There is a sink where its path or host is given.
final class AuditBinding {
    private static final int SYSLOG_TLS = 6514;

    private AuditBinding() {}

    static AuditConfig bind(Section audit) {
        int minutes = audit.whole("checkpoint_minutes", 60, 0, 525_600);
        int days = audit.whole("keep_days", 0, 0, 36_500);
        return new AuditConfig(
                audit.whole("queue", 2_000, 1, 1_000_000),
                Duration.ofSeconds(audit.whole("timeout_seconds", 5, 1, 300)),
                audit.truth("client_addresses", false),
                audit.whole("strangers_per_minute", 60, 0, 100_000),
                minutes == 0 ? Optional.empty() : Optional.of(Duration.ofMinutes(minutes)),
                days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days)),
                file(audit.table("file")),
                syslog(audit.table("syslog")));
    }

    private static AuditConfig.Sink sink(Section table) {
        return new AuditConfig.Sink(
                table.truth("required", true),
                table.choice("form", Words.lowerCase(EventForm.class), "\"ecs\"")
                        .orElse(EventForm.ECS),
                table.whole("buffer", 10_000, 1, 1_000_000));
    }

    private static Optional<AuditConfig.File> file(Section table) {
        Optional<Path> path = table.file("path");
        AuditConfig.Sink sink = sink(table);
        if (path.isEmpty()) {
            refuse(table, "path", List.of("required", "form", "buffer"));
        }
        return path.map(found -> new AuditConfig.File(sink, found));
    }

    private static Optional<AuditConfig.Syslog> syslog(Section table) {
        Optional<String> host = table.text("host");
        int port = table.whole("port", SYSLOG_TLS, 1, 65_535);
        Optional<Path> authority = table.file("tls_ca");
        Optional<Path> certificate = table.file("client_certificate");
        Optional<Path> key = table.file("client_key");
        AuditConfig.Sink sink = sink(table);
        if (host.isEmpty()) {
            refuse(
                    table,
                    "host",
                    List.of(
                            "port",
                            "tls_ca",
                            "client_certificate",
                            "client_key",
                            "required",
                            "form",
                            "buffer"));
            return Optional.empty();
        }
        if (!host.get().matches("[A-Za-z0-9.:-]{1,253}")) {
            table.problem(Code.BAD_VALUE, "host", "expected a DNS name or an address");
        }
        if (authority.isEmpty()) {
            table.problem(
                    Code.MISSING,
                    "tls_ca",
                    "needed: the authority that the collector's certificate is from");
            return Optional.empty();
        }
        if (certificate.isPresent() != key.isPresent()) {
            table.problem(
                    Code.MISSING,
                    certificate.isPresent() ? "client_key" : "client_certificate",
                    "a certificate and its key go together");
            return Optional.empty();
        }
        Optional<KeyAndCertificate> client =
                key.map(found -> new KeyAndCertificate(found, certificate.orElseThrow()));
        return Optional.of(new AuditConfig.Syslog(sink, host.get(), port, authority.get(), client));
    }

    private static void refuse(Section table, String needed, List<String> keys) {
        keys.stream()
                .filter(table::has)
                .findFirst()
                .ifPresent(key -> table.problem(Code.MISSING, needed, "needed in this table"));
    }
}
