package dev.fiducia.initdata.lint.document;

import dev.fiducia.initdata.lint.Rule;

import java.util.List;
import java.util.stream.Stream;

/// The rules of this package.
public final class DocumentRules {

    private DocumentRules() {}

    /// All of them.
    public static List<Rule> all() {
        return Stream.of(
                        FormatRules.all(),
                        TextRules.all(),
                        PlatformRules.all(),
                        MemberRules.all(),
                        SizeRules.all(),
                        List.of(SecretRule.rule(), PlaceholderRule.rule()))
                .flatMap(List::stream)
                .toList();
    }
}
