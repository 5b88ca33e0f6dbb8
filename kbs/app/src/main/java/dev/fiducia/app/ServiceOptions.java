package dev.fiducia.app;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Where the service is and how to trust it; the same three options on every command that calls it.
final class ServiceOptions {
    @Option(
            names = "--url",
            defaultValue = "${env:FIDUCIA_URL:-https://127.0.0.1:8080}",
            paramLabel = "URL",
            description = "The service (FIDUCIA_URL; default: ${DEFAULT-VALUE}).")
    private URI url;

    @Option(
            names = "--cert-file",
            defaultValue = "${env:FIDUCIA_CERT_FILE}",
            paramLabel = "PEM",
            description = "Trust the certificates in this file, and no others (FIDUCIA_CERT_FILE).")
    private @Nullable Path certificates;

    @Option(
            names = "--admin-token-file",
            defaultValue = "${env:FIDUCIA_ADMIN_TOKEN_FILE}",
            paramLabel = "FILE",
            description = "The administrator's token (FIDUCIA_ADMIN_TOKEN_FILE).")
    private @Nullable Path adminToken;

    URI url() {
        return url;
    }

    Optional<Path> certificates() {
        return Optional.ofNullable(certificates);
    }

    AdminClient admin() {
        return new AdminClient(
                ServiceConnection.to(url, certificates()), Optional.ofNullable(adminToken));
    }
}
