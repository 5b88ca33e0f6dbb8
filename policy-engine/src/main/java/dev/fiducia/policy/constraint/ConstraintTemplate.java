package dev.fiducia.policy.constraint;

import dev.fiducia.policy.Limits;
import dev.fiducia.policy.PreparedQuery;
import dev.fiducia.policy.Profile;
import dev.fiducia.policy.RegoCompiler;
import dev.fiducia.policy.RegoVersion;
import dev.fiducia.policy.value.RegoValue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reusable Rego with a schema of its parameters, checked and compiled. Immutable.
///
/// Loading is strict: a field that the framework does not know is refused, as is Rego that refers
/// to anything but `input`, `data.lib` and `data.inventory`.
public final class ConstraintTemplate {
    private static final String GROUP = "templates.gatekeeper.sh";
    private static final int MAX_NAME = 63;
    private static final Pattern KIND = Pattern.compile("[A-Za-z]([-A-Za-z0-9]*[A-Za-z0-9])?");
    private static final Set<String> DOCUMENT =
            Set.of("apiVersion", "kind", "metadata", "spec", "status");

    private final Metadata metadata;
    private final String kind;
    private final Target target;
    private final List<String> operations;
    private final ParameterSchema parameters;
    private final PreparedQuery violations;

    private ConstraintTemplate(
            Metadata metadata,
            String kind,
            Target target,
            List<String> operations,
            ParameterSchema parameters,
            PreparedQuery violations) {
        this.metadata = metadata;
        this.kind = kind;
        this.target = target;
        this.operations = List.copyOf(operations);
        this.parameters = parameters;
        this.violations = violations;
    }

    /// Reads a template of `templates.gatekeeper.sh` v1, v1beta1 or v1alpha1 within the limits of
    /// an uploaded policy.
    public static Loaded<ConstraintTemplate> load(RegoValue document) {
        return load(document, Profile.OPA.limits());
    }

    /// Reads a template within own limits, which also bound each of its evaluations.
    public static Loaded<ConstraintTemplate> load(RegoValue document, Limits limits) {
        try {
            return Loaded.of(read(Fields.of(document, ""), limits));
        } catch (Refused refusal) {
            return Loaded.refused(refusal);
        }
    }

    private static ConstraintTemplate read(Fields document, Limits limits) throws Refused {
        ApiVersion version = ApiVersion.of(document.requiredText("apiVersion"));
        boolean known =
                version.group().equals(GROUP)
                        && Set.of("v1", "v1beta1", "v1alpha1").contains(version.version());
        if (!known || !document.requiredText("kind").equals("ConstraintTemplate")) {
            throw invalid("not a ConstraintTemplate of " + GROUP + "/v1, v1beta1 or v1alpha1", "");
        }
        document.only(DOCUMENT);
        Metadata metadata = Metadata.read(document);
        Fields spec = document.requiredFields("spec").only(Set.of("crd", "targets"));
        Fields crd = spec.requiredFields("crd").only(Set.of("spec"));
        Fields crdSpec = crd.requiredFields("spec").only(Set.of("names", "validation"));
        String kind = kind(crdSpec, metadata);
        boolean legacy = !version.version().equals("v1");
        Fields target = onlyTarget(spec);
        Target system = target(target);
        return new ConstraintTemplate(
                metadata,
                kind,
                system,
                operations(target, system),
                ParameterSchema.read(crdSpec, legacy),
                TemplateModules.violations(TemplateSource.read(target), compiler(limits), limits));
    }

    private static RegoCompiler compiler(Limits limits) {
        return RegoCompiler.builder()
                .profile(Profile.OPA)
                .defaultVersion(RegoVersion.V0)
                .limits(limits)
                .build();
    }

    private static String kind(Fields crdSpec, Metadata metadata) throws Refused {
        Fields names = crdSpec.requiredFields("names").only(Set.of("kind", "shortNames"));
        names.texts("shortNames");
        String kind = names.requiredText("kind");
        if (kind.length() > MAX_NAME || !KIND.matcher(kind).matches()) {
            throw invalid("'" + kind + "' cannot be a kind", names.path("kind"));
        }
        String name = kind.toLowerCase(Locale.ROOT);
        if (!metadata.name().equals(name)) {
            throw invalid(
                    "the name of the template must be its kind in lower case, "
                            + name
                            + ", not "
                            + metadata.name(),
                    "metadata.name");
        }
        return kind;
    }

    private static Fields onlyTarget(Fields spec) throws Refused {
        List<Fields> targets = spec.objects("targets");
        if (targets.size() != 1) {
            throw invalid(
                    "a template has exactly one target, this one has " + targets.size(),
                    spec.path("targets"));
        }
        return targets.getFirst().only(Set.of("target", "rego", "libs", "code", "operations"));
    }

    private static Target target(Fields target) throws Refused {
        String name = target.requiredText("target");
        Optional<Target> system = Target.named(name);
        if (system.isEmpty()) {
            throw invalid(
                    "there is no target "
                            + name
                            + "; there are "
                            + Target.KUBERNETES.targetName()
                            + " and "
                            + Target.INITDATA.targetName(),
                    target.path("target"));
        }
        return system.get();
    }

    private static List<String> operations(Fields target, Target system) throws Refused {
        List<String> operations = target.texts("operations");
        for (String operation : operations) {
            if (!operation.equals("*") && !system.operations().contains(operation)) {
                throw invalid("there is no operation " + operation, target.path("operations"));
            }
        }
        return operations;
    }

    /// `metadata.name`: the kind in lower case.
    public String name() {
        return metadata.name();
    }

    /// The kind of the template's constraints.
    public String kind() {
        return kind;
    }

    public Target target() {
        return target;
    }

    /// `metadata.generation`, 0 where there is none.
    public long generation() {
        return metadata.generation();
    }

    /// Whether requests of an operation are for this template; a request without one always is.
    boolean takes(String operation) {
        return operations.isEmpty()
                || operation.isEmpty()
                || operations.contains("*")
                || operations.contains(operation);
    }

    ParameterSchema parameters() {
        return parameters;
    }

    PreparedQuery violations() {
        return violations;
    }

    private static Refused invalid(String message, String location) {
        return new Refused(ConstraintError.INVALID_TEMPLATE, message, location);
    }
}
