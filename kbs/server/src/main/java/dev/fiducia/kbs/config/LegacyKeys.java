package dev.fiducia.kbs.config;

import java.util.Map;
import java.util.Optional;

/// Keys of earlier Trustee releases, and what took their place.
final class LegacyKeys {
    private static final Map<String, String> HINTS =
            Map.ofEntries(
                    Map.entry("sockets", "moved to http_server.sockets"),
                    Map.entry("insecure_http", "moved to http_server.insecure_http"),
                    Map.entry("private_key", "moved to http_server.private_key"),
                    Map.entry("certificate", "moved to http_server.certificate"),
                    Map.entry("timeout", "moved to attestation_service.timeout, in minutes"),
                    Map.entry("insecure_api", "replaced by admin.authorization_mode"),
                    Map.entry("auth_public_key", replacedByProviders()),
                    Map.entry("as_config", "renamed to [attestation_service]"),
                    Map.entry(
                            "as_config_file_path", "its content belongs in [attestation_service]"),
                    Map.entry("grpc_config", "renamed to [attestation_service]"),
                    Map.entry("intel_trust_authority_config", "renamed to [attestation_service]"),
                    Map.entry("attestation_token_config", "renamed to [attestation_token]"),
                    Map.entry("attestation_token_type", "no longer needed, remove it"),
                    Map.entry("policy_engine", "set the policy by POST /kbs/v0/resource-policy"),
                    Map.entry(
                            "policy_engine_config",
                            "set the policy by POST /kbs/v0/resource-policy"),
                    Map.entry("repository_config", "replaced by [[plugins]] name = \"resource\""),
                    Map.entry(
                            "resource_repository_type",
                            "replaced by [[plugins]] name = \"resource\""),
                    Map.entry("admin.type", "replaced by admin.authorization_mode"),
                    Map.entry("admin.insecure_api", "replaced by admin.authorization_mode"),
                    Map.entry("admin.auth_public_key", replacedByProviders()),
                    Map.entry("admin.personas", replacedByProviders()),
                    Map.entry("admin.roles", "replaced by admin.authorization.regex_acl.acls"),
                    Map.entry(
                            "admin.authentication.type",
                            "replaced by [admin.authentication.bearer_jwt]"),
                    Map.entry(
                            "admin.authorization.type",
                            "replaced by [admin.authorization.regex_acl]"),
                    Map.entry("attestation_token.insecure_key", "renamed to insecure_header_jwk"),
                    Map.entry(
                            "attestation_token.attestation_token_type",
                            "no longer needed, remove it"),
                    Map.entry("attestation_service.work_dir", "no longer needed; see store.path"),
                    Map.entry("attestation_service.policy_engine", "no longer needed, remove it"),
                    Map.entry("plugins.type", "renamed to storage_backend_type"),
                    Map.entry(
                            "plugins.dir_path",
                            "moved to storage_backend.backends.local_fs.dir_path"));

    private LegacyKeys() {}

    static Optional<String> hint(String path) {
        return Optional.ofNullable(HINTS.get(path));
    }

    private static String replacedByProviders() {
        return "replaced by admin.authentication.bearer_jwt.identity_providers";
    }
}
