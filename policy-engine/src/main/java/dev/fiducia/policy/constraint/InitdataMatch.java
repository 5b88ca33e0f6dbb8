package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `spec.match` of a constraint on initdata revisions: by name, namespace and labels, by the
/// revision's state, by the platforms that it is for, and by what is about to happen to it.
///
/// An audit has no operation; `operations` then leaves nothing out.
///
/// @param platforms met by a key of the revision's `platforms`, or by its `tee`
record InitdataMatch(
        List<Wildcard> names,
        List<Wildcard> excludedNames,
        List<Wildcard> namespaces,
        List<Wildcard> excludedNamespaces,
        Optional<LabelSelector> labels,
        List<String> states,
        List<Wildcard> platforms,
        List<String> operations)
        implements Match {
    private static final Set<String> FIELDS =
            Set.of(
                    "names",
                    "excludedNames",
                    "namespaces",
                    "excludedNamespaces",
                    "labelSelector",
                    "states",
                    "platforms",
                    "operations");
    private static final List<String> STATES =
            List.of("draft", "active", "superseded", "revoked", "expired");

    static InitdataMatch read(Fields match) throws Refused {
        match.only(FIELDS);
        return new InitdataMatch(
                Wildcard.list(match, "names", Wildcard.Alphabet.ANY),
                Wildcard.list(match, "excludedNames", Wildcard.Alphabet.ANY),
                Wildcard.list(match, "namespaces", Wildcard.Alphabet.ANY),
                Wildcard.list(match, "excludedNamespaces", Wildcard.Alphabet.ANY),
                LabelSelector.read(match, "labelSelector"),
                oneOf(match, "states", STATES),
                Wildcard.list(match, "platforms", Wildcard.Alphabet.ANY),
                oneOf(match, "operations", Target.INITDATA.operations()));
    }

    private static List<String> oneOf(Fields match, String field, List<String> known)
            throws Refused {
        List<String> names = match.texts(field);
        for (String name : names) {
            if (!known.contains(name)) {
                throw new Refused(
                        ConstraintError.SCHEMA_VIOLATION,
                        "must be among " + String.join(", ", known) + ", is " + name,
                        match.path(field));
            }
        }
        return List.copyOf(names);
    }

    @Override
    public boolean matches(ReviewRequest review) {
        String operation = review.operation();
        if (!operations.isEmpty() && !operation.isEmpty() && !operations.contains(operation)) {
            return false;
        }
        return review.objects().stream().anyMatch(this::matches);
    }

    private boolean matches(RegoObject revision) {
        ObjectIdentity identity = ObjectIdentity.of(revision);
        return (names.isEmpty() || Wildcard.any(names, identity.name()))
                && !Wildcard.any(excludedNames, identity.name())
                && (namespaces.isEmpty() || Wildcard.any(namespaces, identity.namespace()))
                && !Wildcard.any(excludedNamespaces, identity.namespace())
                && (labels.isEmpty() || labels.get().matches(identity.labels()))
                && (states.isEmpty() || states.contains(ObjectIdentity.text(revision.get("state"))))
                && (platforms.isEmpty()
                        || platformsOf(revision).stream()
                                .anyMatch(platform -> Wildcard.any(platforms, platform)));
    }

    private static List<String> platformsOf(RegoObject revision) {
        List<String> names = new ArrayList<>();
        RegoValue platforms = revision.get("platforms");
        if (platforms instanceof RegoObject object) {
            object.keys().forEach(key -> names.add(ObjectIdentity.text(key)));
        } else if (platforms instanceof RegoArray array) {
            array.forEach(entry -> names.add(ObjectIdentity.text(entry)));
        }
        if (revision.get("tee") instanceof RegoString tee) {
            names.add(tee.value());
        }
        return names;
    }
}
