package dev.fiducia.initdata.lint;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/// What a rule is: its entry in the catalogue.
///
/// @param id stable, never used again for something else
/// @param title what the rule looks for, in a few words
/// @param prod the severities that its findings can have in profile prod
/// @param dev the severities that they can have in profile dev
/// @param why what goes wrong otherwise, in a sentence
public record RuleInfo(String id, String title, Set<Severity> prod, Set<Severity> dev, String why) {

    public RuleInfo {
        prod = Set.copyOf(prod);
        dev = Set.copyOf(dev);
    }

    /// An entry whose severities are the same in both profiles.
    ///
    /// @param severities letters of [Severity#letter()], such as `EW`
    public static RuleInfo of(String id, String severities, String title, String why) {
        return of(id, severities, severities, title, why);
    }

    /// An entry with severities of its own for profile dev.
    public static RuleInfo of(String id, String prod, String dev, String title, String why) {
        return new RuleInfo(id, title, severities(prod), severities(dev), why);
    }

    /// The severities that findings can have in a profile.
    public Set<Severity> in(LintProfile profile) {
        return switch (profile) {
            case PROD -> prod;
            case DEV -> dev;
        };
    }

    private static Set<Severity> severities(String letters) {
        Set<Severity> severities = EnumSet.noneOf(Severity.class);
        Arrays.stream(Severity.values())
                .filter(each -> letters.contains(each.letter()))
                .forEach(severities::add);
        return severities;
    }
}
