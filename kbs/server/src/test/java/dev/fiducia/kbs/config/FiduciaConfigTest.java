package dev.fiducia.kbs.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.kbs.config.AdminConfig.AclRule;
import dev.fiducia.kbs.config.AdminConfig.AuthenticatedAuthorization;
import dev.fiducia.kbs.config.AdminConfig.IdentityProvider;
import dev.fiducia.kbs.config.SnpVerifierConfig.VcekSource;
import dev.fiducia.kbs.config.TlsConfig.Profile;
import dev.fiducia.kbs.config.TlsConfig.Version;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What accepted documents mean.
class FiduciaConfigTest {
    private static FiduciaConfig parse(String toml) throws ConfigException {
        return FiduciaConfig.parse(toml, "kbs-config.toml");
    }

    @Test
    void isSafeWithoutAnyKey() throws ConfigException {
        FiduciaConfig config = parse("");
        assertThat(config.httpServer().insecureHttp()).isFalse();
        assertThat(config.httpServer().sockets())
                .extracting(ListenAddress::toString)
                .containsExactly("127.0.0.1:8080");
        assertThat(config.httpServer().payloadBytes()).isEqualTo(2 << 20);
        assertThat(config.httpServer().tls().profile()).isEqualTo(Profile.INTERMEDIATE);
        assertThat(config.httpServer().tls().min()).isEqualTo(Version.TLS_1_2);
        assertThat(config.admin()).isInstanceOf(AdminConfig.GeneratedKey.class);
        assertThat(config.policy().profile()).isEqualTo(PolicyConfig.Profile.STRICT);
        assertThat(config.attestationToken().insecureHeaderJwk()).isFalse();
        assertThat(config.snp().extraRoots()).isEmpty();
        assertThat(config.plugins()).containsExactly(new PluginConfig.Resource());
        assertThat(config.notes()).isEmpty();
    }

    @Test
    void readsTheBuiltInServiceInMemory() throws ConfigException {
        FiduciaConfig config =
                parse(
                        """
                        session_storage_type = "memory"

                        [http_server]
                        sockets = ["0.0.0.0:8080"]
                        insecure_http = true
                        payload_request_size = 2

                        [attestation_token]
                        insecure_header_jwk = false

                        [attestation_service]
                        type = "coco_as_builtin"
                        timeout = 5

                        [attestation_service.attestation_token_broker]
                        duration_min = 5

                        [attestation_service.rvps_config]
                        type = "BuiltIn"

                        [admin]
                        authorization_mode = "InsecureAllowAll"

                        [storage_backend]
                        storage_type = "Memory"
                        """);
        assertThat(config.admin()).isEqualTo(new AdminConfig.InsecureAllowAll());
        assertThat(config.attestationService().sessionLifetime()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.store().path())
                .isEqualTo(Path.of("/opt/confidential-containers/storage/fiducia"));
        assertThat(config.notes())
                .anySatisfy(n -> assertThat(n).contains("everyone who reaches the port"))
                .anySatisfy(n -> assertThat(n).contains("sealed store at /opt/"));
    }

    @Test
    void parsesEmptyAdminTablesAsTrusteeDoes() throws ConfigException {
        FiduciaConfig config =
                parse(
                        """
                        [storage_backend]
                        storage_type = "LocalJson"
                        backends.local_json.file_dir_path = "/opt/confidential-containers/trustee"
                        [admin]
                        authorization_mode = "AuthenticatedAuthorization"
                        [admin.authentication.bearer_jwt]
                        [admin.authorization.regex_acl]
                        [[plugins]]
                        name = "resource"
                        storage_backend_type = "kvstorage"
                        """);
        assertThat(config.admin()).isEqualTo(new AuthenticatedAuthorization(List.of(), List.of()));
        assertThat(config.store().path())
                .isEqualTo(Path.of("/opt/confidential-containers/trustee/fiducia"));
    }

    @Test
    void readsIdentityProvidersAndRules() throws ConfigException {
        AdminConfig admin =
                parse(
                                """
                                [admin]
                                authorization_mode = "AuthenticatedAuthorization"
                                [admin.authentication.bearer_jwt]
                                identity_providers = [
                                  { issuer = "a", audience = "kbs", public_key_uri = "/a.pem" },
                                  { jwk_set_uri = "https://b" },
                                ]
                                [admin.authorization.regex_acl]
                                acls = [
                                  { role = "admin", allowed_endpoints = "^/kbs/.+$" },
                                  { role = "auditor", allowed_endpoints = "^/api/v1/initdata$" },
                                ]
                                """)
                        .admin();
        assertThat(admin)
                .isInstanceOfSatisfying(
                        AuthenticatedAuthorization.class,
                        a -> {
                            assertThat(a.identityProviders())
                                    .extracting(
                                            IdentityProvider::issuer,
                                            IdentityProvider::publicKeyUri,
                                            IdentityProvider::jwkSetUri)
                                    .containsExactly(
                                            org.assertj.core.groups.Tuple.tuple(
                                                    Optional.of("a"),
                                                    Optional.of("/a.pem"),
                                                    Optional.empty()),
                                            org.assertj.core.groups.Tuple.tuple(
                                                    Optional.empty(),
                                                    Optional.empty(),
                                                    Optional.of("https://b")));
                            assertThat(a.acls())
                                    .extracting(AclRule::role)
                                    .containsExactly("admin", "auditor");
                            assertThat(a.acls().getLast().place().line()).isEqualTo(11);
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "old, TLS_1_2, OLD",
        "intermediate, TLS_1_2, INTERMEDIATE",
        "modern, TLS_1_3, MODERN",
        "custom, TLS_1_2, CUSTOM"
    })
    void derivesTheLeastTlsVersionFromTheProfile(String name, Version min, Profile profile)
            throws ConfigException {
        TlsConfig tls = parse("[http_server]\ntls_profile = \"" + name + "\"").httpServer().tls();
        assertThat(tls.profile()).isEqualTo(profile);
        assertThat(tls.min()).isEqualTo(min);
        assertThat(tls.max()).isEqualTo(Version.TLS_1_3);
    }

    @Test
    void readsCustomTls() throws ConfigException {
        HttpServerConfig http =
                parse(
                                """
                                [http_server]
                                sockets = ["0.0.0.0:8080", "[::1]:0"]
                                private_key = "/etc/kbs-private.key"
                                certificate = "/etc/kbs-cert.pem"
                                tls_profile = "custom"
                                tls_min_version = "1.3"
                                tls_max_version = "1.3"
                                tls_ciphers = "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"
                                tls_groups = "X25519MLKEM768:X25519:secp256r1"
                                """)
                        .httpServer();
        assertThat(http.certificate())
                .contains(
                        new KeyAndCertificate(
                                Path.of("/etc/kbs-private.key"), Path.of("/etc/kbs-cert.pem")));
        assertThat(http.tls().groups()).containsExactly("X25519MLKEM768", "X25519", "secp256r1");
        assertThat(http.tls().ciphers()).hasSize(2);
        assertThat(http.sockets().getLast()).hasToString("[0:0:0:0:0:0:0:1]:0");
    }

    @Test
    void takesChipCertificatesFromTheOfflineStoreFirst() throws ConfigException {
        SnpVerifierConfig snp =
                parse(
                                """
                                [verifier.snp]
                                offline_store = "/kds"
                                extra_roots = ["/sim/ark.pem"]
                                """)
                        .snp();
        assertThat(snp.vcekSources())
                .containsExactly(
                        new VcekSource.OfflineStore(Path.of("/kds")),
                        new VcekSource.Kds(URI.create("https://kdsintf.amd.com")));
        assertThat(snp.extraRoots()).containsExactly(Path.of("/sim/ark.pem"));
    }

    @Test
    void asksNobodyWhenTheKdsIsOff() throws ConfigException {
        assertThat(parse("[verifier.snp]\nkds = false").snp().vcekSources()).isEmpty();
    }

    @Test
    void takesTrusteesListOfChipCertificateSources() throws ConfigException {
        SnpVerifierConfig snp =
                parse(
                                """
                                [attestation_service.verifier_config.snp_verifier]
                                vcek_sources = [
                                  { type = "OfflineStore" },
                                  { type = "KDS", base_url = "http://kds.example:8000" },
                                ]
                                """)
                        .snp();
        assertThat(snp.vcekSources())
                .containsExactly(
                        new VcekSource.OfflineStore(
                                Path.of(
                                        "/opt/confidential-containers/attestation-service/kds-store")),
                        new VcekSource.Kds(URI.create("http://kds.example:8000")));
    }

    @Test
    void readsOurOwnTables() throws ConfigException {
        FiduciaConfig config =
                parse(
                        """
                        [store]
                        path = "data"
                        [initdata]
                        max_document_kib = 64
                        [policy]
                        profile = "compatible"
                        [crypto]
                        provider = "bc"
                        tls_engine = "jdk"
                        [limits]
                        cpu_threads = 3
                        idle_timeout_seconds = 5
                        """);
        assertThat(config.store().path()).isEqualTo(Path.of("data"));
        assertThat(config.initdata().maxDocumentBytes()).isEqualTo(65536);
        assertThat(config.policy().profile()).isEqualTo(PolicyConfig.Profile.COMPATIBLE);
        assertThat(config.crypto().provider()).isEqualTo(CryptoPreference.BC);
        assertThat(config.crypto().tlsEngine()).isEqualTo(CryptoConfig.TlsEngine.JDK);
        assertThat(config.limits().cpuThreads()).isEqualTo(3);
    }

    @Test
    void hasNoPluginWhereTheListIsEmpty() throws ConfigException {
        assertThat(parse("plugins = []").plugins()).isEmpty();
    }

    @Test
    void warnsOfTokensThatBringTheirOwnKey() throws ConfigException {
        assertThat(parse("[attestation_token]\ninsecure_header_jwk = true").notes())
                .anySatisfy(n -> assertThat(n).contains("whoever makes a key"));
    }

    @Test
    void letsTheEnvironmentReplaceValues() throws ConfigException {
        FiduciaConfig config =
                FiduciaConfig.parse(
                        "[http_server]\ninsecure_http = false\n",
                        "f",
                        Map.of(
                                "KBS__HTTP_SERVER__INSECURE_HTTP", "true",
                                "KBS__HTTP_SERVER__SOCKETS", "[\"127.0.0.1:0\"]",
                                "KBS__STORE__PATH", "/var/lib/fiducia",
                                "KBS_PORT_8080_TCP", "tcp://10.0.0.1:8080",
                                "PATH", "/bin"));
        assertThat(config.httpServer().insecureHttp()).isTrue();
        assertThat(config.httpServer().sockets())
                .extracting(ListenAddress::port)
                .containsExactly(0);
        assertThat(config.store().path()).isEqualTo(Path.of("/var/lib/fiducia"));
    }
}
