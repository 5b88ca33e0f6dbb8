package dev.fiducia.policy.constraint;

import dev.fiducia.policy.Limits;
import dev.fiducia.policy.Profile;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Templates, constraints and inventory at one moment. Immutable, so that any number of threads may
/// review with one engine; every change gives another one, and compiles nothing but what is new.
///
/// Fails closed: what can't be matched, evaluated or understood counts as violating.
public final class ConstraintEngine {
    private final Limits limits;

    /// By the name of the template: the kind in lower case.
    private final NavigableMap<String, Installed> templates;

    private final Inventory inventory;
    private final RegoObject data;

    private ConstraintEngine(
            Limits limits, NavigableMap<String, Installed> templates, Inventory inventory) {
        this.limits = limits;
        this.templates = templates;
        this.inventory = inventory;
        this.data = RegoObject.of("inventory", inventory.tree());
    }

    /// An engine without templates, with the limits of uploaded policies.
    public static ConstraintEngine empty() {
        return empty(Profile.OPA.limits());
    }

    /// An engine whose templates, and each of their evaluations, keep within own limits.
    public static ConstraintEngine empty(Limits limits) {
        return new ConstraintEngine(limits, new TreeMap<>(), Inventory.EMPTY);
    }

    /// What becomes of the constraints when their template goes.
    public enum Removal {
        /// The template stays as long as there are any.
        REFUSE_WHILE_USED,
        /// They go with it.
        CASCADE
    }

    /// Adds a template, or replaces the one of its name. A replaced template keeps its constraints
    /// and is refused when they don't fit.
    public Change withTemplate(RegoValue document) {
        Loaded<ConstraintTemplate> loaded = ConstraintTemplate.load(document, limits);
        if (loaded.value().isEmpty()) {
            return refused(document, loaded.errors());
        }
        ConstraintTemplate template = loaded.value().get();
        Installed known = templates.get(template.name());
        try {
            Installed installed = known == null ? Installed.of(template) : known.updated(template);
            return applied(template.name(), installed, template.generation());
        } catch (Refused refusal) {
            return refused(document, refusal.errors());
        }
    }

    /// Removes a template by its name; constraints of its kind can't be added from then on.
    public Change withoutTemplate(String name, Removal removal) {
        Installed known = templates.get(name);
        if (known == null) {
            return refused(ConstraintError.NOT_FOUND, "there is no template " + name);
        }
        if (removal == Removal.REFUSE_WHILE_USED && !known.constraints().isEmpty()) {
            return refused(
                    ConstraintError.IN_USE,
                    "the template has constraints: "
                            + String.join(", ", known.constraints().keySet()));
        }
        NavigableMap<String, Installed> rest = new TreeMap<>(templates);
        rest.remove(name);
        return new Change(
                new ConstraintEngine(limits, rest, inventory), new Status(true, 0, List.of()));
    }

    /// Adds a constraint, or replaces the one of its kind and name.
    public Change withConstraint(RegoValue document) {
        try {
            Fields fields = Fields.of(document, "");
            Constraint.Key key = Constraint.key(fields);
            String name = key.kind().toLowerCase(Locale.ROOT);
            Installed known = templates.get(name);
            if (known == null) {
                return refused(
                        document,
                        List.of(
                                new ConstraintError(
                                        ConstraintError.NOT_FOUND,
                                        "there is no template for kind " + key.kind(),
                                        "kind")));
            }
            Constraint constraint = Constraint.read(fields, known.template());
            return applied(name, known.with(constraint), constraint.generation());
        } catch (Refused refusal) {
            return refused(document, refusal.errors());
        }
    }

    /// Removes a constraint.
    public Change withoutConstraint(Constraint.Key key) {
        String name = key.kind().toLowerCase(Locale.ROOT);
        Installed known = templates.get(name);
        if (constraint(key).isEmpty() || known == null) {
            return refused(
                    ConstraintError.NOT_FOUND,
                    "there is no constraint " + key.kind() + " " + key.name());
        }
        return applied(name, known.without(key.name()), 0);
    }

    /// The same templates and constraints over other stored objects.
    public ConstraintEngine withInventory(Inventory objects) {
        return new ConstraintEngine(limits, templates, objects);
    }

    public Inventory inventory() {
        return inventory;
    }

    /// All templates in the order of their names.
    public List<ConstraintTemplate> templates() {
        return templates.values().stream().map(Installed::template).toList();
    }

    /// All constraints, by kind and then by name.
    public List<Constraint> constraints() {
        List<Constraint> all = new ArrayList<>();
        templates.values().forEach(installed -> all.addAll(installed.constraints().values()));
        return all;
    }

    public Optional<Constraint> constraint(Constraint.Key key) {
        Installed known = templates.get(key.kind().toLowerCase(Locale.ROOT));
        return known == null
                ? Optional.empty()
                : Optional.ofNullable(known.constraints().get(key.name()))
                        .filter(constraint -> constraint.key().equals(key));
    }

    /// Reviews a request by all constraints that apply to it.
    public ReviewResult review(ReviewRequest request, ReviewOptions options) {
        ReviewRequest placed = placed(request);
        Judgement judgement = new Judgement(placed, data, options);
        boolean webhook = options.point() == EnforcementPoint.WEBHOOK;
        for (Installed installed : templates.values()) {
            ConstraintTemplate template = installed.template();
            if (template.target() == placed.target()
                    && (!webhook || template.takes(placed.operation()))) {
                installed
                        .constraints()
                        .values()
                        .forEach(constraint -> judgement.judge(template, constraint));
            }
        }
        return judgement.result();
    }

    /// Reviews all stored objects by all constraints.
    ///
    /// @param listed how many violations are listed for one constraint; all are counted
    /// @param now the time that the report carries
    public AuditReport audit(ReviewOptions options, int listed, Instant now) {
        return Audit.run(this, options, listed, now);
    }

    /// The Namespace comes from the inventory unless the request brings it.
    private ReviewRequest placed(ReviewRequest request) {
        if (request.namespaceObject().isPresent() || request.namespace().isEmpty()) {
            return request;
        }
        return inventory.namespace(request.namespace()).map(request::within).orElse(request);
    }

    private Change applied(String name, Installed installed, long generation) {
        NavigableMap<String, Installed> all = new TreeMap<>(templates);
        all.put(name, installed);
        return new Change(
                new ConstraintEngine(limits, all, inventory),
                new Status(true, generation, List.of()));
    }

    private Change refused(RegoValue document, List<ConstraintError> errors) {
        return new Change(this, new Status(false, generation(document), errors));
    }

    private Change refused(String code, String message) {
        return new Change(
                this, new Status(false, 0, List.of(new ConstraintError(code, message, ""))));
    }

    private static long generation(RegoValue document) {
        try {
            return Metadata.read(Fields.of(document, "")).generation();
        } catch (Refused refusal) {
            return 0;
        }
    }
}
