package dev.fiducia.initdata.lint.policy;

import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.policy.image.AllowedRegistries;

import java.util.List;
import java.util.stream.Stream;

/// The rules about agent policies.
public final class PolicyRules {

    private PolicyRules() {}

    /// All of them, where images may come from any registry.
    public static List<Rule> all() {
        return all(AllowedRegistries.unrestricted());
    }

    /// All of them.
    ///
    /// @param registries where the images of a policy's data may come from
    public static List<Rule> all(AllowedRegistries registries) {
        return Stream.of(
                        TextRules.all(),
                        OpenRules.all(),
                        NameRules.all(),
                        DataRules.all(registries))
                .flatMap(List::stream)
                .toList();
    }
}
