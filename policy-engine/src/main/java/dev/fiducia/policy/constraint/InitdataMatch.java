package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoNull;
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
    public boolean matches(ReviewRequest review) throws Refused {
        String operation = review.operation();
        if (!operations.isEmpty() && !operation.isEmpty() && !operations.contains(operation)) {
            return false;
        }
        for (RegoObject revision : review.objects()) {
            if (matches(revision, review)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(RegoObject revision, ReviewRequest review) throws Refused {
        ObjectIdentity identity = ObjectIdentity.of(revision);
        String name = identity.name().isEmpty() ? review.name() : identity.name();
        String namespace =
                identity.namespace().isEmpty() ? review.namespace() : identity.namespace();
        return (names.isEmpty() || Wildcard.any(names, name))
                && !Wildcard.any(excludedNames, name)
                && (namespaces.isEmpty() || Wildcard.any(namespaces, namespace))
                && !Wildcard.any(excludedNamespaces, namespace)
                && (labels.isEmpty() || labels.get().matches(identity.labels()))
                && (states.isEmpty() || states.contains(stateOf(revision)))
                && (platforms.isEmpty()
                        || platformsOf(revision).stream()
                                .anyMatch(platform -> Wildcard.any(platforms, platform)));
    }

    private static String stateOf(RegoObject revision) throws Refused {
        if (revision.get("state") instanceof RegoString state && !state.value().isEmpty()) {
            return state.value();
        }
        throw unknown("state");
    }

    private static List<String> platformsOf(RegoObject revision) throws Refused {
        List<RegoValue> names = new ArrayList<>();
        switch (revision.get("platforms")) {
            case null -> {}
            case RegoNull _ -> {}
            case RegoObject object -> names.addAll(object.keys());
            case RegoArray array -> names.addAll(array.elements());
            default -> throw unknown("platforms");
        }
        RegoValue tee = revision.get("tee");
        if (tee != null && !(tee instanceof RegoNull)) {
            names.add(tee);
        }
        // A revision that is for no platform in particular may turn up on any.
        if (names.isEmpty() || !names.stream().allMatch(RegoString.class::isInstance)) {
            throw unknown("platforms");
        }
        return names.stream().map(ObjectIdentity::text).toList();
    }

    private static Refused unknown(String field) {
        return new Refused(
                ConstraintError.INVALID_REVIEW,
                "the constraint selects revisions by " + field + ", which this one does not say",
                "spec.match." + (field.equals("state") ? "states" : field));
    }
}
