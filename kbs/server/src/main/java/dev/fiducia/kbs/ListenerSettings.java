package dev.fiducia.kbs;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.kbs.config.FiduciaConfig;
import dev.fiducia.kbs.config.HttpServerConfig;
import dev.fiducia.kbs.config.LimitsConfig;
import dev.fiducia.kbs.config.TlsConfig;
import dev.fiducia.kbs.http.Listener;
import dev.fiducia.kbs.http.ListenerLimits;
import dev.fiducia.kbs.http.TlsSettings;
import dev.fiducia.kbs.tls.ServerCertificate;
import dev.fiducia.kbs.tls.TlsException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// From the configuration's terms to the listener's.
final class ListenerSettings {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerSettings.class);
    private static final Duration HEAD_DEADLINE = Duration.ofSeconds(10);
    private static final Duration BODY_DEADLINE = Duration.ofSeconds(30);

    private ListenerSettings() {}

    static Listener.Settings of(FiduciaConfig config, CryptoSuite crypto, InstantSource clock)
            throws TlsException {
        HttpServerConfig http = config.httpServer();
        LimitsConfig limits = config.limits();
        List<InetSocketAddress> sockets =
                http.sockets().stream()
                        .map(s -> new InetSocketAddress(s.address(), s.port()))
                        .toList();
        return new Listener.Settings(
                sockets,
                tls(config, crypto, clock),
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
            FiduciaConfig config, CryptoSuite crypto, InstantSource clock) throws TlsException {
        HttpServerConfig http = config.httpServer();
        if (http.insecureHttp()) {
            LOG.warn("serving plaintext HTTP: tokens and challenges can be read on the way");
            return Optional.empty();
        }
        TlsConfig tls = http.tls();
        List<String> protocols =
                Arrays.stream(TlsConfig.Version.values())
                        .filter(v -> v.compareTo(tls.min()) >= 0 && v.compareTo(tls.max()) <= 0)
                        .map(TlsConfig.Version::protocol)
                        .toList();
        return Optional.of(
                new TlsSettings(
                        ServerCertificate.loadOrCreate(http, config.store(), crypto, clock),
                        protocols,
                        tls.ciphers(),
                        tls.groups(),
                        TlsSettings.Engine.valueOf(config.crypto().tlsEngine().name())));
    }
}
