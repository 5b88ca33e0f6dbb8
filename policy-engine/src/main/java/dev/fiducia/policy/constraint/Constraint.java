package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A template put to use: what it applies to, with which parameters, and what violations lead to.
/// Immutable.
public final class Constraint {
    static final String GROUP = "constraints.gatekeeper.sh";
    private static final int MAX_NAME = 63;
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Set<String> DOCUMENT =
            Set.of("apiVersion", "kind", "metadata", "spec", "status");
    private static final Set<String> SPEC =
            Set.of("match", "enforcementAction", "scopedEnforcementActions", "parameters");

    private final RegoObject document;
    private final Metadata metadata;
    private final Key key;
    private final Enforcement enforcement;
    private final Optional<Match> match;
    private final RegoValue parameters;

    private Constraint(
            RegoObject document,
            Metadata metadata,
            Key key,
            Enforcement enforcement,
            Optional<Match> match,
            RegoValue parameters) {
        this.document = document;
        this.metadata = metadata;
        this.key = key;
        this.enforcement = enforcement;
        this.match = match;
        this.parameters = parameters;
    }

    /// What names a constraint: its kind and its name.
    public record Key(String kind, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : name.compareTo(other.name);
        }
    }

    /// Reads a constraint of `constraints.gatekeeper.sh` v1beta1 or v1alpha1 for its template.
    public static Loaded<Constraint> load(RegoValue document, ConstraintTemplate template) {
        try {
            return Loaded.of(read(Fields.of(document, ""), template));
        } catch (Refused refusal) {
            return Loaded.refused(refusal);
        }
    }

    static Constraint read(Fields document, ConstraintTemplate template) throws Refused {
        Key key = key(document);
        if (!key.kind().equals(template.kind())) {
            throw invalid("the kind must be " + template.kind() + ", is " + key.kind(), "kind");
        }
        document.only(DOCUMENT);
        Metadata metadata = Metadata.read(document);
        Optional<Fields> given = document.fields("spec");
        Fields spec = given.isPresent() ? given.get() : Fields.of(RegoObject.EMPTY, "spec");
        spec.only(SPEC);
        Optional<Fields> match = spec.fields("match");
        return new Constraint(
                document.object(),
                metadata,
                key,
                Enforcement.read(spec),
                match.isEmpty()
                        ? Optional.empty()
                        : Optional.of(template.target().match(match.get())),
                template.parameters().admit(spec.value("parameters")));
    }

    /// The kind and name of a constraint, before there is a template to read the rest by.
    static Key key(Fields document) throws Refused {
        ApiVersion version = ApiVersion.of(document.requiredText("apiVersion"));
        if (!version.group().equals(GROUP)
                || !Set.of("v1beta1", "v1alpha1").contains(version.version())) {
            throw invalid("not a constraint of " + GROUP + "/v1beta1 or v1alpha1", "apiVersion");
        }
        String name = Metadata.read(document).name();
        if (name.length() > MAX_NAME) {
            throw new Refused(
                    ConstraintError.SCHEMA_VIOLATION,
                    "must have at most " + MAX_NAME + " characters, has " + name.length(),
                    "metadata.name");
        }
        if (!NAME.matcher(name).matches()) {
            throw invalid(
                    "'" + name + "' is no name: a-z, 0-9, - and . only, - and . inside",
                    "metadata.name");
        }
        return new Key(document.requiredText("kind"), name);
    }

    public Key key() {
        return key;
    }

    /// `metadata.generation`, 0 where there is none.
    public long generation() {
        return metadata.generation();
    }

    /// The document that the constraint was read from.
    public RegoObject document() {
        return document;
    }

    /// `spec.enforcementAction`: deny, warn, dryrun or scoped.
    public String enforcementAction() {
        return enforcement.declared();
    }

    /// What violations lead to at a place; empty when the constraint does not apply there.
    public Set<EnforcementAction> actionsAt(EnforcementPoint point) {
        return enforcement.at(point);
    }

    /// `spec.parameters` with the defaults of the template's schema.
    public RegoValue parameters() {
        return parameters;
    }

    boolean matches(ReviewRequest review) throws Refused {
        return match.isEmpty() || match.get().matches(review);
    }

    private static Refused invalid(String message, String location) {
        return new Refused(ConstraintError.INVALID_CONSTRAINT, message, location);
    }
}
