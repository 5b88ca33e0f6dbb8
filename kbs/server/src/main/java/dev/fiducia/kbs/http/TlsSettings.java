package dev.fiducia.kbs.http;

import dev.fiducia.kbs.tls.ServerCertificate;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLEngineOptions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.LinkedHashSet;
import java.util.List;

/// How TLS is spoken: BoringSSL where it loads, because it makes fifteen times the JDK's handshakes
/// and offers the hybrid group X25519MLKEM768 by itself; the JDK's engine elsewhere, with a
/// warning.
///
/// @param certificate key and chain
/// @param protocols `TLSv1.2`, `TLSv1.3`
/// @param ciphers OpenSSL or JDK names; empty for the engine's choice
/// @param groups in order of preference; empty for the engine's choice. The JDK's engine takes them
///   from the system property `jdk.tls.namedGroups` only, so there they are not applied
/// @param engine which engine to take
public record TlsSettings(
        ServerCertificate certificate,
        List<String> protocols,
        List<String> ciphers,
        List<String> groups,
        Engine engine) {
    private static final Logger LOG = LoggerFactory.getLogger(TlsSettings.class);

    public TlsSettings {
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
        groups = List.copyOf(groups);
    }

    /// A preference.
    public enum Engine {
        AUTO,
        OPENSSL,
        JDK
    }

    /// Whether BoringSSL loads on this machine.
    public static boolean boringSslLoads() {
        return OpenSSLEngineOptions.isAvailable();
    }

    void apply(HttpServerOptions options) {
        options.setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setKeyCertOptions(keyAndChain())
                .setEnabledSecureTransportProtocols(new LinkedHashSet<>(protocols))
                .setSslEngineOptions(engineOptions());
        ciphers.forEach(options::addEnabledCipherSuite);
    }

    /// The toolkit keeps its own copy of the key: it needs it for as long as it accepts
    /// connections.
    private PemKeyCertOptions keyAndChain() {
        return certificate
                .privateKeyPem()
                .use(key ->
                        new PemKeyCertOptions()
                                .addKeyValue(Buffer.buffer(key))
                                .addCertValue(Buffer.buffer(certificate.chainPemBytes())));
    }

    private SSLEngineOptions engineOptions() {
        boolean loads = engine != Engine.JDK && boringSslLoads();
        if (engine == Engine.OPENSSL && !loads) {
            throw new IllegalStateException(
                    "the TLS engine BoringSSL does not load on this machine");
        }
        if (!loads) {
            LOG.warn(
                    "TLS by the JDK's engine: slower handshakes, no post-quantum group{}",
                    groups.isEmpty() ? "" : ", tls_groups not applied");
            return new JdkSSLEngineOptions();
        }
        LOG.info(
                "TLS by BoringSSL, groups {}",
                groups.isEmpty() ? "by its default (X25519MLKEM768 first)" : groups);
        return groups.isEmpty() ? new OpenSSLEngineOptions() : new BoringSslGroups(groups);
    }
}
