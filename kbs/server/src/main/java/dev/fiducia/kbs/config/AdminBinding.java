package dev.fiducia.kbs.config;

import dev.fiducia.kbs.config.AdminConfig.AclRule;
import dev.fiducia.kbs.config.AdminConfig.IdentityProvider;
import dev.fiducia.kbs.config.ConfigProblem.Code;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads `[admin]`. Whether the keys and expressions in it are any good is the business of the
/// admin package, when it opens them.
final class AdminBinding {
    private enum Mode {
        INSECURE_ALLOW_ALL,
        DENY_ALL,
        GENERATED_KEY,
        AUTHENTICATED_AUTHORIZATION
    }

    private static final Map<String, Mode> MODES = modes();

    private AdminBinding() {}

    static AdminConfig bind(Section root) {
        boolean given = root.has("admin");
        Section admin = root.table("admin");
        Mode mode =
                admin.choice("authorization_mode", MODES, "\"GeneratedKey\"")
                        .orElse(Mode.GENERATED_KEY);
        if (given && !admin.has("authorization_mode")) {
            admin.problem(
                    Code.MISSING,
                    "authorization_mode",
                    "needed in [admin]; one of " + String.join(", ", MODES.keySet()));
        }
        Section authentication = admin.table("authentication");
        Section bearer = authentication.table("bearer_jwt");
        List<IdentityProvider> providers =
                bearer.tables("identity_providers").stream().map(AdminBinding::provider).toList();
        Section authorization = admin.table("authorization");
        Section acl = authorization.table("regex_acl");
        List<AclRule> rules = acl.tables("acls").stream().map(AdminBinding::rule).toList();
        if (mode == Mode.AUTHENTICATED_AUTHORIZATION) {
            require(admin, "authentication", authentication, "bearer_jwt");
            require(admin, "authorization", authorization, "regex_acl");
        } else {
            refuse(admin, "authentication");
            refuse(admin, "authorization");
        }
        return switch (mode) {
            case INSECURE_ALLOW_ALL -> {
                admin.note(
                        "admin.authorization_mode = InsecureAllowAll: everyone who reaches the"
                                + " port is an administrator");
                yield new AdminConfig.InsecureAllowAll();
            }
            case DENY_ALL -> new AdminConfig.DenyAll();
            case GENERATED_KEY -> new AdminConfig.GeneratedKey();
            case AUTHENTICATED_AUTHORIZATION ->
                    new AdminConfig.AuthenticatedAuthorization(providers, rules);
        };
    }

    private static void require(Section admin, String table, Section inner, String key) {
        if (!inner.has(key)) {
            admin.problem(
                    Code.MISSING,
                    table,
                    "AuthenticatedAuthorization needs the table [admin." + table + "." + key + "]");
        }
    }

    private static void refuse(Section admin, String table) {
        if (admin.has(table)) {
            admin.problem(
                    Code.CONFLICT,
                    table,
                    "only with authorization_mode = \"AuthenticatedAuthorization\"");
        }
    }

    private static IdentityProvider provider(Section provider) {
        return new IdentityProvider(
                provider.text("issuer"),
                provider.text("audience"),
                provider.text("public_key_uri"),
                provider.text("jwk_set_uri"),
                provider.place());
    }

    private static AclRule rule(Section rule) {
        if (!rule.has("role")) {
            rule.problem(Code.MISSING, "role", "needed");
        }
        if (!rule.has("allowed_endpoints")) {
            rule.problem(Code.MISSING, "allowed_endpoints", "needed");
        }
        return new AclRule(
                rule.text("role", "required").orElse(""),
                rule.text("allowed_endpoints", "required").orElse(""),
                rule.place("allowed_endpoints"));
    }

    private static Map<String, Mode> modes() {
        Map<String, Mode> words = new LinkedHashMap<>();
        words.put("AuthenticatedAuthorization", Mode.AUTHENTICATED_AUTHORIZATION);
        words.put("GeneratedKey", Mode.GENERATED_KEY);
        words.put("DenyAll", Mode.DENY_ALL);
        words.put("InsecureAllowAll", Mode.INSECURE_ALLOW_ALL);
        return words;
    }
}
