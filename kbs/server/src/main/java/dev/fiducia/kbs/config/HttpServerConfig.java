package dev.fiducia.kbs.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// `[http_server]`: where and how the service listens. Without `insecureHttp` and without
/// `certificate` a self-signed certificate is made on first start, which also names
/// `certificateNames`.
public record HttpServerConfig(
        List<ListenAddress> sockets,
        boolean insecureHttp,
        long payloadBytes,
        OptionalInt workerCount,
        Optional<KeyAndCertificate> certificate,
        List<String> certificateNames,
        TlsConfig tls) {

    public HttpServerConfig {
        sockets = List.copyOf(sockets);
        certificateNames = List.copyOf(certificateNames);
    }
}
