package dev.fiducia.initdata.lint.hub;

import dev.fiducia.initdata.lint.Rule;

import java.util.List;
import java.util.stream.Stream;

/// The rules of this package.
public final class HubRules {

    private HubRules() {}

    /// All of them.
    public static List<Rule> all() {
        return Stream.of(
                        ImagePolicyRules.all(),
                        ImagePullRules.all(),
                        SecretHandlingRules.all(),
                        FileRules.all())
                .flatMap(List::stream)
                .toList();
    }
}
