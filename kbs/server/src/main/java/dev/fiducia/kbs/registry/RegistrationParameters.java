package dev.fiducia.kbs.registry;

import dev.fiducia.initdata.lint.LintProfile;
import dev.fiducia.initdata.lint.Platform;
import dev.fiducia.initdata.registry.Lifetime;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Parameters;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Parameters of requests about documents.
final class RegistrationParameters {
    static final Set<String> KNOWN =
            Set.of(
                    "name",
                    "activate",
                    "platforms",
                    "profile",
                    "labels",
                    "notBefore",
                    "notAfter",
                    "force",
                    "reason",
                    "reinstate",
                    "dryRun");

    private static final Pattern LABEL =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._/-]{0,62})=([A-Za-z0-9._-]{0,63})");
    private static final int MOST_LABELS = 32;

    private RegistrationParameters() {}

    static Optional<String> name(Parameters parameters) throws ApiProblem {
        Optional<String> name = parameters.text("name");
        if (name.isPresent() && !RevisionName.isGood(name.get())) {
            throw new ApiProblem(400, "initdata-bad-name", RevisionName.FORM);
        }
        return name;
    }

    static Set<Platform> platforms(Parameters parameters, String parameter) throws ApiProblem {
        Set<Platform> platforms = EnumSet.noneOf(Platform.class);
        for (String name : parameters.texts(parameter)) {
            platforms.add(
                    Platform.of(name)
                            .orElseThrow(() ->
                                    Parameters.bad("no platform " + name + " is known here")));
        }
        return platforms;
    }

    static LintProfile profile(Parameters parameters, LintProfile fallback) throws ApiProblem {
        Optional<String> name = parameters.text("profile");
        if (name.isEmpty()) {
            return fallback;
        }
        for (LintProfile profile : LintProfile.values()) {
            if (profile.wireName().equals(name.get())) {
                return profile;
            }
        }
        throw Parameters.bad("profile is prod or dev");
    }

    static Map<String, String> labels(Parameters parameters) throws ApiProblem {
        return labels(parameters.texts("labels"));
    }

    /// Labels as `key=value`.
    static SortedMap<String, String> labels(List<String> texts) throws ApiProblem {
        SortedMap<String, String> labels = new TreeMap<>();
        for (String text : texts) {
            var label = LABEL.matcher(text);
            if (!label.matches() || labels.put(label.group(1), label.group(2)) != null) {
                throw Parameters.bad(
                        "labels are key=value,… with letters, digits and . _ - in them, each key"
                                + " once");
            }
        }
        if (labels.size() > MOST_LABELS) {
            throw Parameters.bad("at most " + MOST_LABELS + " labels");
        }
        return labels;
    }

    static Lifetime lifetime(Parameters parameters) throws ApiProblem {
        Optional<Instant> notBefore = parameters.instant("notBefore");
        Optional<Instant> notAfter = parameters.instant("notAfter");
        if (notAfter.filter(end -> end.isAfter(Instant.parse("9999-01-01T00:00:00Z"))).isPresent()
                || notBefore.filter(at -> at.isBefore(Instant.EPOCH)).isPresent()) {
            throw Parameters.bad("times lie between the years 1970 and 9999");
        }
        try {
            return new Lifetime(notBefore, notAfter, Optional.empty());
        } catch (IllegalArgumentException e) {
            throw Parameters.bad("notBefore must lie before notAfter");
        }
    }
}
