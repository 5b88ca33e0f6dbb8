package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoObject;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `spec.match` of a constraint on Kubernetes objects.
///
/// Objects without a namespace meet `namespaces` and `namespaceSelector` and are met by no
/// `excludedNamespaces`; a Namespace is its own namespace.
record KubernetesMatch(
        List<Kinds> kinds,
        Scope scope,
        List<Wildcard> namespaces,
        List<Wildcard> excludedNamespaces,
        Optional<Wildcard> name,
        Optional<LabelSelector> labels,
        Optional<LabelSelector> namespaceLabels,
        Optional<Source> source)
        implements Match {
    private static final Wildcard.Alphabet NAMES = Wildcard.Alphabet.KUBERNETES;
    private static final Set<String> FIELDS =
            Set.of(
                    "kinds",
                    "scope",
                    "namespaces",
                    "excludedNamespaces",
                    "name",
                    "labelSelector",
                    "namespaceSelector",
                    "source");

    /// Groups and kinds, any of either; `*` or nothing is any.
    record Kinds(List<String> groups, List<String> kinds) {
        boolean matches(ObjectIdentity object) {
            return matches(kinds, object.kind()) && matches(groups, object.group());
        }

        private static boolean matches(List<String> names, String name) {
            return names.isEmpty() || names.contains("*") || names.contains(name);
        }
    }

    /// `scope`.
    enum Scope {
        ANY,
        CLUSTER,
        NAMESPACED
    }

    static KubernetesMatch read(Fields match) throws Refused {
        match.only(FIELDS);
        List<Kinds> kinds = new ArrayList<>();
        for (Fields entry : match.objects("kinds")) {
            entry.only(Set.of("apiGroups", "kinds"));
            kinds.add(new Kinds(entry.texts("apiGroups"), entry.texts("kinds")));
        }
        Optional<String> name = match.text("name").filter(text -> !text.isEmpty());
        Optional<Wildcard> wildcard = Optional.empty();
        if (name.isPresent()) {
            wildcard = Optional.of(Wildcard.of(name.get(), match.path("name"), NAMES));
        }
        return new KubernetesMatch(
                List.copyOf(kinds),
                scope(match),
                Wildcard.list(match, "namespaces", NAMES),
                Wildcard.list(match, "excludedNamespaces", NAMES),
                wildcard,
                LabelSelector.read(match, "labelSelector"),
                LabelSelector.read(match, "namespaceSelector"),
                source(match));
    }

    private static Scope scope(Fields match) throws Refused {
        return switch (match.text("scope").orElse("")) {
            case "", "*" -> Scope.ANY;
            case "Cluster" -> Scope.CLUSTER;
            case "Namespaced" -> Scope.NAMESPACED;
            default -> throw invalid("must be *, Cluster or Namespaced", match.path("scope"));
        };
    }

    private static Optional<Source> source(Fields match) throws Refused {
        return switch (match.text("source").orElse("")) {
            case "", "All" -> Optional.empty();
            case "Original" -> Optional.of(Source.ORIGINAL);
            case "Generated" -> Optional.of(Source.GENERATED);
            default -> throw invalid("must be All, Original or Generated", match.path("source"));
        };
    }

    @Override
    public boolean matches(ReviewRequest review) throws Refused {
        for (RegoObject object : review.objects()) {
            if (matches(ObjectIdentity.of(object), review)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(ObjectIdentity object, ReviewRequest review) throws Refused {
        RegoObject namespace = review.namespaceObject().orElse(null);
        if (!kinds.isEmpty() && kinds.stream().noneMatch(entry -> entry.matches(object))) {
            return false;
        }
        String within = namespaceName(object, review);
        if (!inScope(object, within)) {
            return false;
        }
        if (!within.isEmpty()) {
            if (!namespaces.isEmpty() && !Wildcard.any(namespaces, within)) {
                return false;
            }
            if (Wildcard.any(excludedNamespaces, within)) {
                return false;
            }
        }
        if (labels.isPresent() && !labels.get().matches(object.labels())) {
            return false;
        }
        return namespaceMatches(object, namespace) && named(object) && from(review.source());
    }

    private boolean inScope(ObjectIdentity object, String namespace) {
        boolean namespaced = !object.isNamespace() && !namespace.isEmpty();
        return switch (scope) {
            case ANY -> true;
            case CLUSTER -> !namespaced;
            case NAMESPACED -> namespaced;
        };
    }

    /// Where the request says that it takes place; objects of some requests do not say.
    private static String namespaceName(ObjectIdentity object, ReviewRequest review) {
        if (object.isNamespace()) {
            return object.name();
        }
        String name =
                review.namespaceObject()
                        .map(namespace -> ObjectIdentity.of(namespace).name())
                        .orElse("");
        String said = name.isEmpty() ? review.namespace() : name;
        return said.isEmpty() ? object.namespace() : said;
    }

    private boolean namespaceMatches(ObjectIdentity object, @Nullable RegoObject namespace)
            throws Refused {
        if (namespaceLabels.isEmpty()) {
            return true;
        }
        if (object.isNamespace()) {
            return namespaceLabels.get().matches(object.labels());
        }
        if (namespace != null) {
            return namespaceLabels.get().matches(ObjectIdentity.of(namespace).labels());
        }
        if (object.namespace().isEmpty()) {
            return true;
        }
        throw new Refused(
                ConstraintError.INVALID_REVIEW,
                "the constraint selects namespaces by label, and namespace "
                        + object.namespace()
                        + " is not known",
                "spec.match.namespaceSelector");
    }

    private boolean named(ObjectIdentity object) {
        return name.isEmpty()
                || name.get().matches(object.name())
                || name.get().matchesGenerated(object.generateName());
    }

    private boolean from(Source origin) {
        return source.isEmpty() || source.get() == origin;
    }

    private static Refused invalid(String message, String path) {
        return new Refused(ConstraintError.SCHEMA_VIOLATION, message, path);
    }
}
