package dev.fiducia.initdata.config;

import java.util.Optional;
import java.util.Set;

/// `aa.toml`, the attestation agent's configuration.
///
/// @param kbs `[token_configs.kbs]`: the service that attests and releases
/// @param cocoAsUrl `[token_configs.coco_as] url`
/// @param logLevel `[log] level`
public record AaConfig(
        Optional<Kbs> kbs,
        Optional<Located<String>> cocoAsUrl,
        Optional<Located<String>> logLevel) {

    private static final Set<String> KEY_ALGORITHMS =
            Set.of("ECDH-ES+A256KW-P256", "ECDH-ES+A256KW-P521", "RSA-OAEP-256");

    /// How to reach the service.
    ///
    /// @param url its address; nothing when the key is missing
    /// @param cert a certificate that is trusted besides the public ones
    public record Kbs(Optional<Located<String>> url, Optional<Located<String>> cert) {}

    /// Reads the text of `aa.toml`.
    public static Loaded<AaConfig> load(String text) {
        return ConfigReader.load(text, Set.of(), AaConfig::read);
    }

    private static AaConfig read(ConfigTable file) {
        Optional<ConfigTable> tokens = file.table("token_configs");
        Optional<ConfigTable> kbs = tokens.flatMap(table -> table.table("kbs"));
        Optional<ConfigTable> cocoAs = tokens.flatMap(table -> table.table("coco_as"));
        AaConfig config =
                new AaConfig(
                        kbs.map(AaConfig::readKbs),
                        cocoAs.flatMap(table -> table.requiredText("url")),
                        Shared.logLevel(file));
        cocoAs.ifPresent(ConfigTable::finish);
        tokens.ifPresent(ConfigTable::finish);
        file.table("eventlog_config").ifPresent(AaConfig::readEventLog);
        file.finish();
        return config;
    }

    private static Kbs readKbs(ConfigTable table) {
        Kbs kbs = new Kbs(table.requiredText("url"), table.text("cert"));
        table.text("tee_key_algorithm")
                .filter(algorithm -> !KEY_ALGORITHMS.contains(algorithm.value()))
                .ifPresent(_ ->
                        table.wrong(
                                "tee_key_algorithm",
                                "tee_key_algorithm is none that the attestation agent knows",
                                "leave it out, or write one of ECDH-ES+A256KW-P256, ECDH-ES+A256KW-P521, RSA-OAEP-256"));
        table.finish();
        return kbs;
    }

    private static void readEventLog(ConfigTable table) {
        table.number("init_pcr");
        table.flag("enable_eventlog");
        table.finish();
    }
}
