package dev.fiducia.kbs;

import dev.fiducia.kbs.config.CryptoConfig;
import dev.fiducia.kbs.config.FiduciaConfig;
import dev.fiducia.kbs.config.HttpServerConfig;
import dev.fiducia.kbs.config.LimitsConfig;
import dev.fiducia.kbs.config.TlsConfig;
import dev.fiducia.kbs.http.Listener;
import dev.fiducia.kbs.http.ListenerLimits;
import dev.fiducia.kbs.http.TlsSettings;
import dev.fiducia.kbs.tls.ServerCertificate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// From the configuration's terms to the listener's.
final class ListenerSettings {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerSettings.class);
    private static final Duration HEAD_DEADLINE = Duration.ofSeconds(10);
    private static final Duration BODY_DEADLINE = Duration.ofSeconds(30);

    private ListenerSettings() {}

    /// @param certificate what the listener presents; nothing where it speaks plain HTTP
    static Listener.Settings of(FiduciaConfig config, Optional<ServerCertificate> certificate) {
        HttpServerConfig http = config.httpServer();
        LimitsConfig limits = config.limits();
        List<InetSocketAddress> sockets =
                http.sockets().stream()
                        .map(s -> new InetSocketAddress(s.address(), s.port()))
                        .toList();
        return new Listener.Settings(
                sockets,
                tls(config.httpServer().tls(), config.crypto(), certificate),
                new ListenerLimits(
                        http.payloadBytes(),
                        limits.headerBytes(),
                        HEAD_DEADLINE,
                        BODY_DEADLINE,
                        limits.idleTimeout()),
                http.workerCount().orElse(limits.cpuThreads()),
                limits.queue());
    }

    private static Optional<TlsSettings> tls(
            TlsConfig tls, CryptoConfig crypto, Optional<ServerCertificate> certificate) {
        if (certificate.isEmpty()) {
            LOG.warn("serving plaintext HTTP: tokens and challenges can be read on the way");
            return Optional.empty();
        }
        List<String> protocols =
                Arrays.stream(TlsConfig.Version.values())
                        .filter(v -> v.compareTo(tls.min()) >= 0 && v.compareTo(tls.max()) <= 0)
                        .map(TlsConfig.Version::protocol)
                        .toList();
        return Optional.of(
                new TlsSettings(
                        certificate.get(),
                        protocols,
                        tls.ciphers(),
                        tls.groups(),
                        TlsSettings.Engine.valueOf(crypto.tlsEngine().name())));
    }
}
