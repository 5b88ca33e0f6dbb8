package dev.fiducia.kbs.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The documentation and the parser know the same keys and the same defaults.
class ConfigurationDocumentTest {
    /// A row of one of the document's tables: key, default, meaning.
    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z_0-9.]+)` \\| (.+?) \\| .+ \\|$", Pattern.MULTILINE);

    private static final String UNSUPPORTED = "unsupported";

    /// Has an entry in every array of tables, so that the keys of the entries are asked for.
    private static final String EVERYTHING =
            """
            admin.authentication.bearer_jwt.identity_providers = [{}]
            admin.authorization.regex_acl.acls = [{}]
            attestation_service.verifier_config.snp_verifier.vcek_sources = [{}]
            plugins = [{ name = "resource" }]
            """;

    private static Map<String, String> known() throws ConfigException {
        ConfigReader reader = new ConfigReader();
        RootBinding.bind(reader.root(TomlSource.parse(EVERYTHING, "everything.toml")), reader);
        Map<String, String> keys = new TreeMap<>(reader.known());
        keys.values().removeIf(String::isEmpty);
        return keys;
    }

    private static String document() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/configuration.md"))) {
            folder = Objects.requireNonNull(folder.getParent(), "docs/configuration.md");
        }
        return Files.readString(folder.resolve("docs/configuration.md"));
    }

    @Test
    void documentsEveryKeyWithItsDefault() throws Exception {
        Map<String, String> documented = new TreeMap<>();
        Matcher row = ROW.matcher(document());
        while (row.find()) {
            documented.put(row.group(1), row.group(2).replace("`", ""));
        }
        Map<String, String> known = known();
        known.values().removeIf(UNSUPPORTED::equals);
        assertThat(documented).isEqualTo(known);
    }

    @Test
    void namesEveryKeyThatIsRefused() throws Exception {
        String document = document();
        Map<String, String> known = known();
        known.values().removeIf(fallback -> !fallback.equals(UNSUPPORTED));
        assertThat(known.keySet())
                .allSatisfy(key -> assertThat(document).contains("`" + key + "`"));
    }
}
