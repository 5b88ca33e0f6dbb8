package dev.fiducia.initdata.lint;

import static dev.fiducia.initdata.lint.Row.clean;
import static dev.fiducia.initdata.lint.Row.error;
import static dev.fiducia.initdata.lint.Row.info;
import static dev.fiducia.initdata.lint.Row.warning;

import dev.fiducia.initdata.lint.HostFacts.ResourceKind;

import java.util.List;
import java.util.Optional;

/// Documents for the rules about images, secrets and the way the files are written.
final class HubRows {

    private static final Draft GOOD = Draft.good();
    private static final String CDH = "data.cdh.toml.";
    private static final String IMAGE = CDH + "image.";
    private static final String REGISTRY = IMAGE + "registry_config.registry[0].";
    private static final String POLICY_URI =
            "image_security_policy_uri = \"kbs:///default/security-policy/prod\"";
    private static final String MIRROR = "location = \"registry.example.com/mirror\"";
    private static final TestCertificate ROOT =
            TestCertificate.server("registry.example.com").asAuthority();

    private HubRows() {}

    static List<Row> all() {
        String imageOn = GOOD.text().substring(GOOD.text().indexOf("[image]"));
        Draft noImage = GOOD.with(imageOn.substring(0, imageOn.indexOf("'''")), "");
        Draft noPolicy = GOOD.with(POLICY_URI, "");
        return List.of(
                error("CDH201", noPolicy, "[image]", CDH + "image"),
                warning("CDH201", noPolicy.in(LintProfile.DEV), "[image]", CDH + "image"),
                error("CDH201", noImage, "\"cdh.toml\"", "data.cdh.toml"),
                clean("CDH201", inline("{\"default\": [{\"type\": \"reject\"}]}")),
                error(
                        "CDH202",
                        inline("{\"default\": [{\"type\": \"insecureAcceptAnything\"}]}"),
                        "image_security_policy =",
                        IMAGE + "image_security_policy"),
                error(
                        "CDH202",
                        inline("{}"),
                        "image_security_policy =",
                        IMAGE + "image_security_policy"),
                error(
                        "CDH202",
                        inline("default: reject"),
                        "image_security_policy =",
                        IMAGE + "image_security_policy"),
                error(
                        "CDH202",
                        inline("{\"default\": [{\"type\": \"reject\"}]} x"),
                        "image_security_policy =",
                        IMAGE + "image_security_policy"),
                warning(
                        "CDH202",
                        inline(
                                "{\"default\": [{\"type\": \"reject\"}], \"transports\": {\"docker\": {\"quay.io\": [{\"type\": \"insecureAcceptAnything\"}]}}}"),
                        "image_security_policy =",
                        IMAGE + "image_security_policy"),
                clean(
                        "CDH202",
                        inline(
                                "{\"default\": [{\"type\": \"insecureAcceptAnything\"}, {\"type\": \"reject\"}], \"transports\": {\"docker\": {\"quay.io\": [{\"type\": \"sigstoreSigned\", \"keyPath\": \"kbs:///a/b/c\"}]}}}")),
                warning(
                        "CDH203",
                        GOOD.with(
                                POLICY_URI,
                                POLICY_URI
                                        + "\nimage_security_policy = '{\"default\": [{\"type\": \"reject\"}]}'"
                                                .replace('\'', '"')
                                                .replace("\"{", "\"\"\"{")
                                                .replace("}\"", "}\"\"\"")),
                        "image_security_policy =",
                        IMAGE + "image_security_policy"),
                clean("CDH203", inline("{\"default\": [{\"type\": \"reject\"}]}")),
                warning(
                        "CDH204",
                        GOOD.with(
                                "kbs:///default/security-policy/prod",
                                "kbs://default/security-policy/prod"),
                        POLICY_URI.substring(0, 30),
                        IMAGE + "image_security_policy_uri"),
                warning(
                        "CDH204",
                        GOOD.with(
                                "kbs:///default/security-policy/prod",
                                "kbs:///security-policy/prod"),
                        POLICY_URI.substring(0, 30),
                        IMAGE + "image_security_policy_uri"),
                warning(
                        "CDH204",
                        GOOD.with("kbs:///default/security-policy/prod", "kbs:///a/b/c/d"),
                        POLICY_URI.substring(0, 30),
                        IMAGE + "image_security_policy_uri"),
                warning(
                        "CDH204",
                        GOOD.with("kbs:///default/key/1", "default/key/1"),
                        "resource_uri",
                        CDH + "credentials[0].resource_uri"),
                warning(
                        "CDH204",
                        GOOD.at(stored(ResourceKind.ABSENT)),
                        "resource_uri",
                        CDH + "credentials[0].resource_uri"),
                warning(
                        "CDH204",
                        GOOD.at(stored(ResourceKind.PUBLIC_KEY)),
                        POLICY_URI,
                        IMAGE + "image_security_policy_uri"),
                warning(
                        "CDH204",
                        GOOD.at(stored(ResourceKind.OTHER)),
                        POLICY_URI,
                        IMAGE + "image_security_policy_uri"),
                clean("CDH204", GOOD.at(stored(ResourceKind.JSON_OBJECT))),
                clean(
                        "CDH204",
                        GOOD.with(
                                "kbs:///default/security-policy/prod", "file:///etc/policy.json")),
                error(
                        "CDH205",
                        GOOD.with("verification = false", "verification = true"),
                        "skip_",
                        CDH + "skip_sealed_secret_verification"),
                error(
                        "CDH205",
                        GOOD.with("verification = false", "verification = \"Yes\""),
                        "skip_",
                        CDH + "skip_sealed_secret_verification"),
                error(
                        "CDH205",
                        GOOD.with("verification = false", "verification = 1"),
                        "skip_",
                        CDH + "skip_sealed_secret_verification"),
                clean("CDH205", GOOD.with("verification = false", "verification = \"no\"")),
                warning(
                        "CDH206",
                        GOOD.with("insecure = false", "insecure = true"),
                        "insecure = true",
                        REGISTRY + "insecure"),
                warning(
                        "CDH206",
                        GOOD.with(MIRROR, MIRROR + "\ninsecure = true"),
                        "insecure = true",
                        REGISTRY + "mirror[0].insecure"),
                warning(
                        "CDH206",
                        GOOD.with(MIRROR, "location = \"mirror.example.org/m\""),
                        "location = \"mirror",
                        REGISTRY + "mirror[0].location"),
                info(
                        "CDH206",
                        GOOD.with("kbs:///default/security-policy/prod", "file:///etc/policy.json"),
                        "image_security_policy_uri",
                        IMAGE + "image_security_policy_uri"),
                clean("CDH206", GOOD.with(MIRROR, "location = \"quay.io/mirror\"")),
                warning(
                        "CDH207",
                        proxy("https_proxy = \"http://proxy.example.com:3128\""),
                        "https_proxy",
                        IMAGE + "image_pull_proxy.https_proxy"),
                info(
                        "CDH207",
                        proxy("https_proxy = \"https://proxy.example.com:3128\""),
                        "https_proxy",
                        IMAGE + "image_pull_proxy.https_proxy"),
                clean("CDH207", proxy("no_proxy = \"10.0.0.0/8\"")),
                warning(
                        "CDH208",
                        ConnectionRows.extraRoot(ROOT.pem()),
                        "\"\"\"\n" + ROOT.pem().substring(0, 300),
                        IMAGE + "extra_root_certificates[0]"),
                info(
                        "CDH208",
                        ConnectionRows.extraRoot(ROOT.constrainedTo("example.com").pem()),
                        "\"\"\"\n" + ROOT.constrainedTo("example.com").pem().substring(0, 300),
                        IMAGE + "extra_root_certificates[0]"),
                clean("CDH208", GOOD),
                warning(
                        "CDH209",
                        GOOD.with("/run/confidential-containers/cdh/key", "/etc/passwd"),
                        "path = \"/etc",
                        CDH + "credentials[0].path"),
                warning(
                        "CDH209",
                        GOOD.with(
                                "/run/confidential-containers/cdh/key",
                                "/run/confidential-containers/cdh/../key"),
                        "path = \"/run",
                        CDH + "credentials[0].path"),
                warning(
                        "CDH209",
                        GOOD.with(
                                "/run/confidential-containers/cdh/key",
                                "/run/confidential-containers/cdhkey"),
                        "path = \"/run",
                        CDH + "credentials[0].path"),
                clean(
                        "CDH209",
                        GOOD.with(
                                "/run/confidential-containers/cdh/key",
                                "/run/confidential-containers/cdh/a/..b")),
                info("CDH210", noImage, "\"cdh.toml\"", "data.cdh.toml"),
                clean("CDH210", noPolicy),
                warning(
                        "CFG211",
                        GOOD.with("init_pcr = 17", "init_prc = 17"),
                        "init_prc",
                        "data.aa.toml.eventlog_config.init_prc"),
                warning(
                        "CFG211",
                        GOOD.with("[image]", "[image]\nskip_sealed_secret_verification = false"),
                        "skip_sealed_secret_verification = false\nimage",
                        IMAGE + "skip_sealed_secret_verification"),
                warning(
                        "CFG211",
                        GOOD.with("init_pcr = 17", "init_pcr = 17\nenable = false"),
                        "enable = ",
                        "data.aa.toml.eventlog_config.enable"),
                warning(
                        "CFG211",
                        GOOD.with("enable_eventlog = false", "enable_eventlog = \"false\""),
                        "enable_eventlog",
                        "data.aa.toml.eventlog_config.enable_eventlog"),
                warning(
                        "CFG211",
                        GOOD.with("blocked = false", "blocked = false\nblock = true"),
                        "block = ",
                        REGISTRY + "block"),
                clean("CFG211", GOOD.with("[log]", "[log] # level")),
                warning(
                        "CFG212",
                        GOOD.with("level = \"info\"", "level = \"debug\""),
                        "level = ",
                        "data.aa.toml.log.level"),
                warning(
                        "CFG212",
                        GOOD.with("level = \"info\"", "level = \"info,kbs_protocol=TRACE\""),
                        "level = ",
                        "data.aa.toml.log.level"),
                warning(
                        "CFG212",
                        GOOD.with("[aa]", "[log]\nlevel = \"trace\"\n[aa]"),
                        "level = \"trace",
                        CDH + "log.level"),
                clean("CFG212", GOOD.with("level = \"info\"", "level = \"warn,debugger=info\"")),
                error("CFG213", GOOD.with("[kbc]", "[kbc"), "\nname = ", "data.cdh.toml"),
                error("CFG213", GOOD.with("name = \"cc_kbc\"\n", ""), "[kbc]", CDH + "kbc.name"),
                error("CFG213", GOOD.with("[kbc]", "[kbx]"), "socket", CDH + "kbc"),
                error(
                        "CFG213",
                        GOOD.with("url = \"https://kbs.example.com:8443/\"\n", ""),
                        "name = \"cc",
                        CDH + "kbc.url"),
                error(
                        "CFG213",
                        GOOD.with(
                                "url = \"https://kbs.example.com:8443\"",
                                "url = \"kbs.example.com\""),
                        "url = \"kbs",
                        "data.aa.toml.token_configs.kbs.url"),
                error(
                        "CFG213",
                        GOOD.with("init_pcr = 17", "init_pcr = \"x\""),
                        "init_pcr",
                        "data.aa.toml.eventlog_config.init_pcr"),
                error(
                        "CFG213",
                        GOOD.with("verification = false", "verification = \"maybe\""),
                        "skip_",
                        CDH + "skip_sealed_secret_verification"),
                error(
                        "CFG213",
                        GOOD.with(
                                "[eventlog_config]",
                                "tee_key_algorithm = \"RSA\"\n[eventlog_config]"),
                        "tee_key",
                        "data.aa.toml.token_configs.kbs.tee_key_algorithm"),
                clean(
                        "CFG213",
                        GOOD.with(
                                "[eventlog_config]",
                                "tee_key_algorithm = \"RSA-OAEP-256\"\n[eventlog_config]")),
                warning(
                        "CFG214",
                        GOOD.with("[token_configs.kbs]", "[token_config.kbs]"),
                        "\"aa.toml\"",
                        "data.aa.toml"),
                clean("CFG214", GOOD));
    }

    private static Draft inline(String policy) {
        return GOOD.with(POLICY_URI, "image_security_policy = \"\"\"" + policy + "\"\"\"");
    }

    private static Draft proxy(String line) {
        return GOOD.with(
                "[image.registry_config]",
                "[image.image_pull_proxy]\n" + line + "\n[image.registry_config]");
    }

    private static HostFacts stored(ResourceKind kind) {
        return new HostFacts() {
            @Override
            public Optional<String> serviceUrl() {
                return Optional.empty();
            }

            @Override
            public ResourceKind resource(String path) {
                return (path.equals("default/key/1") || path.equals("default/security-policy/prod"))
                        ? kind
                        : ResourceKind.NOT_KNOWN;
            }
        };
    }
}
