package dev.fiducia.kbs.config;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/// Whatever becomes of a document, it is read or refused with a typed error.
class ConfigMutationTest {
    private static final String DOCUMENT =
            """
            session_storage_type = "Memory"
            [http_server]
            sockets = ["0.0.0.0:8080", "[::1]:8081"]
            insecure_http = true
            payload_request_size = 2
            tls_groups = "X25519MLKEM768:X25519"
            [admin]
            authorization_mode = "AuthenticatedAuthorization"
            [admin.authentication.bearer_jwt]
            identity_providers = [{ issuer = "a", public_key_uri = "/a.pem" }]
            [admin.authorization.regex_acl]
            acls = [{ role = "admin", allowed_endpoints = "^/kbs/.+$" }]
            [attestation_service]
            type = "coco_as_builtin"
            [attestation_service.verifier_config.snp_verifier]
            vcek_sources = [{ type = "KDS", base_url = "https://kds.example" }]
            [storage_backend]
            storage_type = "LocalFs"
            backends.local_fs.dir_path = "/x"
            [[plugins]]
            name = "resource"
            """;
    private static final List<String> TOKENS =
            List.of(
                    "[",
                    "]",
                    "[[",
                    "{",
                    "}",
                    "=",
                    "\"",
                    "'''",
                    "\n",
                    ".",
                    ",",
                    "-1",
                    "1e9",
                    "nan",
                    "2026-01-01",
                    "true",
                    "\\u0000",
                    "#",
                    "admin",
                    "name",
                    "type",
                    "\uD83D\uDE00");

    @Property(tries = 2000)
    void isReadOrRefusedWithATypedError(@ForAll Random random) {
        StringBuilder text = new StringBuilder(DOCUMENT);
        for (int i = random.nextInt(6); i >= 0; i--) {
            mutate(text, random);
        }
        parse(text.toString());
    }

    @Property(tries = 500)
    void neverFailsOtherwiseOnArbitraryText(@ForAll byte[] bytes) {
        parse(new String(bytes, StandardCharsets.UTF_8));
    }

    private static void mutate(StringBuilder text, Random random) {
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + random.nextInt(12));
        switch (random.nextInt(4)) {
            case 0 -> text.delete(at, end);
            case 1 -> text.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
            case 2 -> text.insert(at, text.substring(at, end));
            default -> text.setCharAt(at, (char) random.nextInt(128));
        }
        if (text.isEmpty()) {
            text.append('\n');
        }
    }

    private static void parse(String toml) {
        try {
            FiduciaConfig.parse(toml, "mutated.toml");
        } catch (ConfigException e) {
            if (e.problems().isEmpty()) {
                throw new AssertionError("refused without a reason", e);
            }
        }
    }
}
