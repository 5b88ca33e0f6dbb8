package dev.fiducia.kbs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.kbs.config.ConfigProblem.Code;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What is refused, and how the user is told.
class RefusedConfigTest {
    @Test
    void namesPlaceAndNearestKeyOfAnUnknownOne() {
        assertThat(
                        Refused.message(
                                "[http_server]\nsockets = []\nsokets = []\n"
                                        .replace("sockets = []\n", "")))
                .isEqualTo(
                        "kbs-config.toml:2:1: unknown key http_server.sokets (did you mean sockets?)");
    }

    @Test
    void namesTheTableThatHasAMisplacedKey() {
        assertThat(Refused.message("[store]\ninsecure_header_jwk = true\n"))
                .contains("did you mean attestation_token.insecure_header_jwk?");
    }

    @Test
    void suggestsTheTableForAMisspeltOne() {
        assertThat(Refused.message("[atestation_token]\n"))
                .contains("did you mean attestation_token?");
    }

    @Test
    void givesNoSuggestionWhereNothingIsNear() {
        assertThat(Refused.message("zzzzzzzzzzzz = 1\n"))
                .isEqualTo("kbs-config.toml:1:1: unknown key zzzzzzzzzzzz");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[attestation_token]\\ninsecure_key = true | renamed to insecure_header_jwk",
                "[admin]\\nauthorization_mode = \"DenyAll\"\\ntype = \"Simple\" | replaced by admin.authorization_mode",
                "insecure_api = true | replaced by admin.authorization_mode",
                "[as_config]\\nwork_dir = \"/x\" | renamed to [attestation_service]",
                "[attestation_service]\\nwork_dir = \"/x\" | no longer needed; see store.path",
                "sockets = [\"127.0.0.1:1\"] | moved to http_server.sockets",
                "[policy_engine]\\npolicy_path = \"/x\" | set the policy by POST",
            })
    void tellsWhatBecameOfAKeyOfEarlierReleases(String toml, String hint) {
        assertThat(Refused.message(toml.replace("\\n", "\n"))).contains(hint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[http_server]\\nsockets = \"127.0.0.1:8080\" | http_server.sockets: expected an array of strings, found string",
                "[http_server]\\nsockets = [8080] | expected non-empty strings",
                "[http_server]\\nsockets = [] | needs at least one ip:port",
                "[http_server]\\nsockets = [\"localhost:8080\"] | host names are not accepted",
                "[http_server]\\nsockets = [\"127.0.0.1\"] | expected ip:port",
                "[http_server]\\nsockets = [\"::1:8080\"] | needs brackets",
                "[http_server]\\nsockets = [\"127.0.0.1:65536\"] | not a port",
                "[http_server]\\nsockets = [\"127.0.0.1:-1\"] | not a port",
                "[http_server]\\ninsecure_http = 1 | expected true or false, found integer",
                "[http_server]\\npayload_request_size = 0 | must be from 1 to 1024, is 0",
                "[http_server]\\npayload_request_size = 4096 | must be from 1 to 1024",
                "[http_server]\\nworker_count = 0 | must be from 1 to 1024",
                "[http_server]\\nprivate_key = \"/k\" | belong together",
                "[http_server]\\ntls_profile = \"moderne\" | did you mean \"modern\"?",
                "[http_server]\\ntls_min_version = \"1.1\" | one of 1.2, 1.3",
                "[http_server]\\ntls_min_version = \"1.3\"\\ntls_max_version = \"1.2\" | above the greatest",
                "[http_server]\\ntls_profile = \"modern\"\\ntls_max_version = \"1.2\" | above the greatest",
                "[http_server]\\ntls_groups = \"X25519::secp256r1\" | names separated by colons",
                "http_server = 1 | http_server: expected a table, found integer",
                "[admin] | authorization_mode: needed in [admin]",
                "[admin]\\nauthorization_mode = \"AllowAll\" | one of AuthenticatedAuthorization, GeneratedKey, DenyAll",
                "[admin]\\nauthorization_mode = \"AuthenticatedAuthorization\"\\n[admin.authorization.regex_acl] | needs the table [admin.authentication.bearer_jwt]",
                "[admin]\\nauthorization_mode = \"DenyAll\"\\n[admin.authorization.regex_acl] | only with authorization_mode",
                "[attestation_token]\\nextra_teekey_paths = [\"tee\"] | JSON pointers",
                "[attestation_token]\\ntrusted_jwk_sets = [\"http://example.com\"] | only https://, file:// and paths",
                "[attestation_service]\\ntimeout = 0 | must be from 1 to 1440",
                "[attestation_service.attestation_token_broker]\\nduration_min = -5 | must be from 1",
                "[attestation_service.attestation_token_broker.signer]\\ncert_url = \"https://x\" | key_path: needed in a signer",
                "[store]\\npath = \"\" | must not be empty",
                "[store]\\npath = 2026-01-01 | found date or time",
                "[limits]\\nqueue = 1.5 | found float",
                "[policy]\\nprofile = \"lax\" | one of strict, compatible",
                "[verifier.snp]\\nkds_url = \"ftp://x\" | is not an http(s) address",
                "[verifier.platform]\\nminimum_tcb = [\"Milan:snp=x\"] | one for each product",
                "[verifier.platform]\\nminimum_of = [\"current\"] | some of reported, committed, launch",
                "[verifier.platform]\\ndeny = [\"Rome\"] | a product, such as",
                "[verifier.platform]\\ndeny_presets = [\"milan\"] | is none of",
                "[verifier.platform]\\nchip_ids = [\"ab\"] | is not of 128 hexadecimal digits",
                "[verifier.snp]\\ncrl = \"maybe\" | one of off, available, required",
                "[verifier.intel]\\npcs_url = \"http://pccs.example.com\" | is not an https address",
                "[verifier.intel]\\npcs_url = \"https://x\"\\n[attestation_service.verifier_config.dcap_verifier]\\ncollateral_service = \"https://y\" | use one of the two",
                "[attestation_service.verifier_config.dcap_verifier]\\ncollateral_service = \"file:///x.json\" | go into a directory",
                "[verifier.se]\\nhost_keys = [\"/h\"] | missing are certificates, roots, revocation_lists, image_header",
                "[verifier.se]\\nimage_header = \"/i\" | verifier.se.host_keys: needed where Secure Execution",
                "[verifier.collateral]\\nbundles = [\"/b\"] | bundle_keys: needed with bundles",
                "[verifier.collateral]\\nprefetch = [\"tdx:xyz\"] | takes tdx:FMSPC",
                "[[plugins]]\\nstorage_backend_type = \"kvstorage\" | name: needed in [[plugins]]",
                "plugins = [1] | expected tables",
                "[initdata]\\napproval = \"two\" | one of none, second-person",
                "[initdata]\\napproval = \"second-person\" | administrators can't be told apart",
                "[admin]\\nauthorization_mode = \"InsecureAllowAll\"\\n[initdata]\\napproval = \"second-person\" | administrators can't be told apart",
                "[initdata]\\naudit_interval_minutes = -1 | must be from 0 to 525600",
            })
    void refusesAWrongValue(String toml, String message) {
        assertThat(Refused.message(toml.replace("\\n", "\n"))).contains(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[attestation_service]\ntype = \"coco_as_grpc\"\nas_addr = \"http://as:50004\"\npool_size = 100",
                "[attestation_service]\ntype = \"intel_ta\"\nbase_url = \"https://x\"\napi_key = \"k\"\ncerts_file = \"file:///x\"",
                "[attestation_service.rvps_config]\ntype = \"GrpcRemote\"\naddress = \"http://127.0.0.1:50003\"",
                "session_storage_type = \"Redis\"",
                "[storage_backend]\nstorage_type = \"Postgres\"",
                "[storage_backend.backends.redis]\nurl = \"redis://x\"",
                "[[plugins]]\nname = \"sample\"\nitem = \"value1\"",
                "[[plugins]]\nname = \"resource\"\nstorage_backend_type = \"Vault\"\nvault_url = \"http://x\"\ntoken = \"t\"",
                "[[plugins]]\nname = \"pkcs11\"\nmodule = \"/x.so\"\npin = \"1\"",
            })
    void refusesWhatIsNotBuiltYetInsteadOfIgnoringIt(String toml) {
        assertThat(Refused.problems(toml))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(Code.UNSUPPORTED);
                    assertThat(problem.place().line()).isPositive();
                });
    }

    @Test
    void neverRepeatsAValueThatMayBeASecret() {
        assertThat(
                        Refused.problems(
                                "[[plugins]]\nname = \"resource\"\nstorage_backend_type = \"Vault\"\n"
                                        + "token = \"hvs.secret\"\n[store]\npasword = \"hvs.secret\""))
                .noneSatisfy(p -> assertThat(p.toString()).contains("hvs.secret"));
    }

    @Test
    void reportsAllProblemsInTheOrderOfTheDocument() {
        assertThat(
                        Refused.problems(
                                "[limits]\nqueue = 0\n[http_server]\ninsecure_http = 1\nx = 2\n"))
                .extracting(p -> p.place().line())
                .containsExactly(2, 4, 5);
    }

    @Test
    void refusesTwoResourcePlugins() {
        assertThat(
                        Refused.message(
                                "[[plugins]]\nname = \"resource\"\n[[plugins]]\nname = \"resource\"\n"))
                .startsWith("kbs-config.toml:4:")
                .contains("plugins[1].name")
                .contains("given twice");
    }

    @Test
    void refusesTwoOriginsOfChipCertificates() {
        assertThat(
                        Refused.message(
                                """
                                [attestation_service.verifier_config.snp_verifier]
                                vcek_sources = [{ type = "KDS" }]
                                [verifier.snp]
                                offline_store = "/x"
                                """))
                .contains("use one of the two");
    }

    @Test
    void refusesTextThatIsNoToml() {
        assertThat(Refused.problems("[http_server\n"))
                .allSatisfy(p -> {
                    assertThat(p.code()).isEqualTo(Code.SYNTAX);
                    assertThat(p.place().line()).isEqualTo(1);
                });
    }

    @Test
    void refusesTextThatTheTomlParserFailsOn() {
        assertThat(Refused.message("a={1,#\ra")).contains("not TOML");
    }

    @ParameterizedTest
    @CsvSource({
        "store.path, '\"/a\\u0000b\"'",
        "store.key_ring, '\"/a\\u0000b\"'",
        "storage_backend.backends.local_fs.dir_path, '\"/a\\u0000b\"'",
        "http_server.private_key, '\"/a\\u0000b\"'",
        "verifier.snp.extra_roots, '[\"/a\", \"/a\\u0000b\"]'",
        "verifier.tpm.trusted_aks, '[\"/a\\u0000b\"]'",
        "audit.file.path, '\"/a\\u0000b\"'"
    })
    void refusesWhatIsNoPath(String key, String value) {
        assertThat(Refused.message(key + " = " + value))
                .contains(key + ": is no path of this system");
    }

    @Test
    void refusesDeepNesting() {
        String deep = "a = " + "[".repeat(100_000) + "]".repeat(100_000);
        assertThat(Refused.problems(deep)).isNotEmpty();
    }

    @Test
    void refusesFilesThatCannotBeRead(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing.toml");
        assertThatThrownBy(() -> FiduciaConfig.load(missing, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(missing + ": no such file");
        Path large = Files.write(folder.resolve("large.toml"), new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> FiduciaConfig.load(large, Map.of()))
                .hasMessageContaining("larger than 1 MiB");
        Path latin = Files.write(folder.resolve("latin.toml"), new byte[] {'#', (byte) 0xe4});
        assertThatThrownBy(() -> FiduciaConfig.load(latin, Map.of()))
                .hasMessageContaining("not UTF-8");
        assertThatThrownBy(() -> FiduciaConfig.load(folder, Map.of()))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void refusesBadEnvironmentVariablesByTheirName() {
        assertThat(Refused.problems("", Map.of("KBS__STORE__PAHT", "/x")))
                .singleElement()
                .hasToString(
                        "environment variable KBS__STORE__PAHT: unknown key store.paht (did you"
                                + " mean path?)");
        assertThat(Refused.problems("", Map.of("KBS__", "1"))).hasSize(1);
        assertThat(Refused.problems("store = 1", Map.of("KBS__STORE__PATH", "/x")))
                .singleElement()
                .satisfies(p -> assertThat(p.code()).isEqualTo(Code.CONFLICT));
        assertThat(Refused.problems("", Map.of("KBS__LIMITS__QUEUE", "1\nb = 2"))).hasSize(1);
    }
}
