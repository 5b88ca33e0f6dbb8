package dev.fiducia.initdata.lint.policy;

import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.TomlText;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Member;

import org.tomlj.TomlTable;

import java.util.List;
import java.util.Optional;

/// Whether the guest checks images before it runs them: the settings that CDH201 demands.
final class ImageEnforcement {

    private ImageEnforcement() {}

    static boolean isConfigured(LintContext context) {
        Optional<Member> configuration = context.member("cdh.toml");
        if (configuration.isEmpty()) {
            return false;
        }
        try {
            return TomlText.parse(configuration.get().text()).get(List.of("image"))
                            instanceof TomlTable image
                    && (names(image, "image_security_policy_uri")
                            || names(image, "image_security_policy"));
        } catch (InitdataException _) {
            return false;
        }
    }

    private static boolean names(TomlTable image, String key) {
        return image.get(List.of(key)) instanceof String value && !value.isBlank();
    }
}
