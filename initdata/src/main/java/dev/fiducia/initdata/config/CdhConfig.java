package dev.fiducia.initdata.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `cdh.toml`, the confidential data hub's configuration.
///
/// @param kbc `[kbc]`: how resources are fetched
/// @param skipsSealedSecretVerification `skip_sealed_secret_verification`
/// @param credentials resources that are written to files at the start
/// @param image `[image]`; nothing when the table is missing, which leaves it to the kernel command
///   line
/// @param logLevel `[log] level`
public record CdhConfig(
        Optional<Kbc> kbc,
        Optional<Located<Boolean>> skipsSealedSecretVerification,
        List<Credential> credentials,
        Optional<ImageConfig> image,
        Optional<Located<String>> logLevel) {

    private static final Set<String> TOP_LEVEL =
            Set.of("socket", "credentials", "skip_sealed_secret_verification");

    public CdhConfig {
        credentials = List.copyOf(credentials);
    }

    /// How resources are fetched.
    ///
    /// @param name which client: `cc_kbc`, or `offline_fs_kbc`
    /// @param url the service's address
    /// @param cert a certificate that is trusted besides the public ones
    public record Kbc(
            Optional<Located<String>> name,
            Optional<Located<String>> url,
            Optional<Located<String>> cert) {}

    /// A resource that is written to a file.
    public record Credential(
            Optional<Located<String>> resourceUri, Optional<Located<String>> path) {}

    /// Reads the text of `cdh.toml`.
    public static Loaded<CdhConfig> load(String text) {
        return ConfigReader.load(text, TOP_LEVEL, CdhConfig::read);
    }

    private static CdhConfig read(ConfigTable file) {
        file.text("socket");
        Optional<ConfigTable> kbc = file.table("kbc");
        if (!file.has("kbc")) {
            file.missingTable("kbc", "add [kbc] with name = \"cc_kbc\" and the service's url");
        }
        Optional<ConfigTable> image = file.table("image");
        CdhConfig config =
                new CdhConfig(
                        kbc.map(CdhConfig::readKbc),
                        file.flag("skip_sealed_secret_verification"),
                        readCredentials(file),
                        image.map(ImageConfig::read),
                        Shared.logLevel(file));
        file.table("aa")
                .ifPresent(table -> {
                    table.text("aa_socket");
                    table.finish();
                });
        file.finish();
        return config;
    }

    private static Kbc readKbc(ConfigTable table) {
        Kbc kbc = new Kbc(table.requiredText("name"), table.text("url"), table.text("kbs_cert"));
        table.finish();
        return kbc;
    }

    private static List<Credential> readCredentials(ConfigTable file) {
        List<Credential> credentials = new ArrayList<>();
        for (ConfigTable table : file.tables("credentials")) {
            credentials.add(
                    new Credential(table.requiredText("resource_uri"), table.requiredText("path")));
            table.finish();
        }
        return credentials;
    }
}
