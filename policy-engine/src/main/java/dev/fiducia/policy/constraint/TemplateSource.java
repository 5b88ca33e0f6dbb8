package dev.fiducia.policy.constraint;

import dev.fiducia.policy.RegoVersion;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The Rego text of a template's target, from either of its two places: the fields `rego` and
/// `libs`, or the entry of `code` with engine Rego. Entries for other engines are ignored beside
/// it: they are translations of the same rules.
///
/// @param location the field of the entry text, for errors
record TemplateSource(String rego, List<String> libs, RegoVersion version, String location) {
    private static final String ENGINE = "Rego";

    static TemplateSource read(Fields target) throws Refused {
        String classic = target.text("rego").orElse("");
        List<Fields> code = target.objects("code");
        Fields source = null;
        Set<String> engines = new HashSet<>();
        for (Fields entry : code) {
            entry.only(Set.of("engine", "source"));
            String engine = entry.requiredText("engine");
            if (!engines.add(engine)) {
                throw invalid("engine " + engine + " occurs twice", entry.path("engine"));
            }
            if (engine.equals(ENGINE)) {
                source = entry.requiredFields("source");
            } else {
                entry.requiredFields("source");
            }
        }
        if (!classic.isEmpty()) {
            if (source != null) {
                throw invalid("Rego is given in two places: rego and code", target.path("rego"));
            }
            return new TemplateSource(
                    classic, target.texts("libs"), RegoVersion.V0, target.path("rego"));
        }
        if (!target.list("libs").isEmpty()) {
            throw invalid("libs without rego", target.path("libs"));
        }
        if (source == null) {
            throw without(engines, target);
        }
        source.only(Set.of("rego", "libs", "version"));
        return new TemplateSource(
                source.requiredText("rego"),
                source.texts("libs"),
                version(source),
                source.path("rego"));
    }

    private static RegoVersion version(Fields source) throws Refused {
        return switch (source.text("version").orElse("")) {
            case "", "v0" -> RegoVersion.V0;
            case "v1" -> RegoVersion.V1;
            default -> throw invalid("version must be v0 or v1", source.path("version"));
        };
    }

    private static Refused without(Set<String> engines, Fields target) {
        if (engines.isEmpty()) {
            return invalid("the target has no Rego: rego or code is needed", target.path("rego"));
        }
        List<String> names = new ArrayList<>(engines);
        names.sort(null);
        return invalid(
                "the target has code for "
                        + String.join(", ", names)
                        + " only; code with engine Rego is needed",
                target.path("code"));
    }

    private static Refused invalid(String message, String location) {
        return new Refused(ConstraintError.INVALID_TEMPLATE, message, location);
    }
}
