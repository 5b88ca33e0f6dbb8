package dev.fiducia.kbs.http;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;

/// BoringSSL with configured groups, set on the context. The toolkit's own setting works per engine
/// instead, where BoringSSL's handshakes then hang.
final class BoringSslGroups extends SSLEngineOptions {
    private final List<String> groups;

    BoringSslGroups(List<String> groups) {
        this.groups = List.copyOf(groups);
    }

    @Override
    public SSLEngineOptions copy() {
        return new BoringSslGroups(groups);
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new ContextFactory(groups);
    }

    private static final class ContextFactory implements SslContextFactory {
        private final List<String> groups;
        private @Nullable KeyManagerFactory keys;
        private Set<String> protocols = Set.of();
        private Set<String> ciphers = Set.of();
        private List<String> alpn = List.of();

        ContextFactory(List<String> groups) {
            this.groups = groups;
        }

        @Override
        public SslContextFactory keyMananagerFactory(KeyManagerFactory factory) {
            this.keys = factory;
            return this;
        }

        @Override
        public SslContextFactory enabledProtocols(Set<String> enabled) {
            this.protocols = Set.copyOf(enabled);
            return this;
        }

        @Override
        public SslContextFactory enabledCipherSuites(Set<String> enabled) {
            this.ciphers = Set.copyOf(enabled);
            return this;
        }

        @Override
        public SslContextFactory applicationProtocols(List<String> offered) {
            this.alpn = List.copyOf(offered);
            return this;
        }

        @Override
        public SslContext create() throws SSLException {
            SslContextBuilder builder =
                    SslContextBuilder.forServer(Objects.requireNonNull(keys, "server key"))
                            .sslProvider(SslProvider.OPENSSL)
                            .option(OpenSslContextOption.GROUPS, groups.toArray(String[]::new));
            if (!protocols.isEmpty()) {
                builder.protocols(protocols);
            }
            if (!ciphers.isEmpty()) {
                builder.ciphers(ciphers);
            }
            if (!alpn.isEmpty()) {
                builder.applicationProtocolConfig(
                        new ApplicationProtocolConfig(
                                ApplicationProtocolConfig.Protocol.ALPN,
                                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                                alpn));
            }
            return builder.build();
        }
    }
}
