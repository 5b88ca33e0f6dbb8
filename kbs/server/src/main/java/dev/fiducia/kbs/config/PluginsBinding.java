package dev.fiducia.kbs.config;

import dev.fiducia.kbs.config.ConfigProblem.Code;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `[[plugins]]`. Absent means the resource plugin; an empty array means none.
final class PluginsBinding {
    private static final Map<String, Boolean> NAMES = names();
    private static final Map<String, Boolean> BACKENDS = backends();
    private static final List<String> OTHER_KEYS =
            List.of(
                    "item",
                    "key_length",
                    "nebula_cert_bin_path",
                    "work_dir",
                    "ca",
                    "module",
                    "slot_index",
                    "pin",
                    "rsa_mechanism",
                    "lookup_label",
                    "backends");
    private static final List<String> BACKEND_KEYS =
            List.of(
                    "vault_url",
                    "token",
                    "mount_path",
                    "verify_ssl",
                    "ca_certs",
                    "region",
                    "endpoint_url",
                    "project_id",
                    "client_key",
                    "kms_instance_id",
                    "password",
                    "cert_pem");

    private PluginsBinding() {}

    static List<PluginConfig> bind(Section root) {
        if (!root.has("plugins")) {
            root.tables("plugins");
            return List.of(new PluginConfig.Resource());
        }
        List<PluginConfig> plugins = new ArrayList<>();
        for (Section plugin : root.tables("plugins")) {
            if (!plugin.has("name")) {
                plugin.problem(Code.MISSING, "name", "needed in [[plugins]]");
            }
            Optional<Boolean> resource = plugin.choice("name", NAMES, "required");
            if (resource.orElse(false)) {
                resource(plugin);
                if (!plugins.isEmpty()) {
                    plugin.problem(Code.CONFLICT, "name", "the plugin \"resource\" is given twice");
                }
                plugins.add(new PluginConfig.Resource());
            } else {
                resource.ifPresent(_ ->
                        plugin.problem(
                                Code.UNSUPPORTED,
                                "name",
                                "this plugin is not supported yet; only \"resource\" is"));
                plugin.choice("storage_backend_type", BACKENDS, "\"kvstorage\"");
                plugin.passOver(OTHER_KEYS);
                plugin.passOver(BACKEND_KEYS);
            }
        }
        return plugins;
    }

    private static void resource(Section plugin) {
        boolean own = plugin.choice("storage_backend_type", BACKENDS, "\"kvstorage\"").orElse(true);
        plugin.unsupported("belongs to another plugin", OTHER_KEYS);
        if (own) {
            plugin.unsupported("belongs to another storage_backend_type", BACKEND_KEYS);
        } else {
            plugin.problem(
                    Code.UNSUPPORTED,
                    "storage_backend_type",
                    "this backend is not supported yet; use \"kvstorage\"");
            plugin.passOver(BACKEND_KEYS);
        }
    }

    private static Map<String, Boolean> names() {
        Map<String, Boolean> words = new LinkedHashMap<>();
        words.put("resource", true);
        words.put("ResourceStorage", true);
        for (String other :
                List.of(
                        "sample",
                        "Sample",
                        "provisioner",
                        "Provisioner",
                        "nebula-ca",
                        "NebulaCaPlugin",
                        "pkcs11",
                        "Pkcs11",
                        "external",
                        "ExternalPlugin")) {
            words.put(other, false);
        }
        return words;
    }

    private static Map<String, Boolean> backends() {
        Map<String, Boolean> words = new LinkedHashMap<>();
        words.put("kvstorage", true);
        words.put("KvStorage", true);
        for (String other :
                List.of("Vault", "vault", "Aws", "aws", "Gcp", "gcp", "Aliyun", "aliyun")) {
            words.put(other, false);
        }
        return words;
    }
}
