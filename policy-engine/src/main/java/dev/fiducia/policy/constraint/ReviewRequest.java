package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Something to be reviewed: what templates see as `input.review`. Immutable.
public final class ReviewRequest {
    /// The fields of an AdmissionRequest, v1 and v1beta1 alike.
    private static final Set<String> FIELDS =
            Set.of(
                    "uid",
                    "kind",
                    "resource",
                    "subResource",
                    "requestKind",
                    "requestResource",
                    "requestSubResource",
                    "name",
                    "namespace",
                    "operation",
                    "userInfo",
                    "object",
                    "oldObject",
                    "dryRun",
                    "options");

    private final Target target;
    private final RegoObject review;
    private final Source source;

    private ReviewRequest(Target target, RegoObject review, Source source) {
        this.target = target;
        this.review = review;
        this.source = source;
    }

    /// An AdmissionRequest of Kubernetes: the `request` of an AdmissionReview. A DELETE is reviewed
    /// by the object that is to go.
    public static Loaded<ReviewRequest> ofAdmission(RegoValue request) {
        return loaded(() -> request(Target.KUBERNETES, request));
    }

    /// A Kubernetes object by itself, as audits and suites review it.
    public static Loaded<ReviewRequest> ofObject(RegoValue object) {
        return loaded(() -> bare(Target.KUBERNETES, object));
    }

    /// A request on an initdata revision, in the form of an AdmissionRequest: `operation`, `object`
    /// (the revision), and where they apply `oldObject`, `name`, `namespace`, `userInfo`, `dryRun`.
    public static Loaded<ReviewRequest> ofInitdata(RegoValue request) {
        return loaded(() -> request(Target.INITDATA, request));
    }

    /// An initdata revision by itself, as audits review it.
    public static Loaded<ReviewRequest> ofRevision(RegoValue revision) {
        return loaded(() -> bare(Target.INITDATA, revision));
    }

    @FunctionalInterface
    private interface Reading {
        ReviewRequest read() throws Refused;
    }

    private static Loaded<ReviewRequest> loaded(Reading reading) {
        try {
            return Loaded.of(reading.read());
        } catch (Refused refusal) {
            return Loaded.refused(refusal);
        }
    }

    static ReviewRequest request(Target target, RegoValue document) throws Refused {
        Fields request = Fields.of(document, "request").only(FIELDS);
        String operation = request.text("operation").orElse("");
        if (!operation.isEmpty() && !target.operations().contains(operation)) {
            throw invalid("there is no operation " + operation, request.path("operation"));
        }
        for (String text : List.of("uid", "name", "namespace")) {
            request.text(text);
        }
        for (String object : List.of("kind", "resource", "userInfo")) {
            request.fields(object);
        }
        request.flag("dryRun");
        Optional<Fields> object = request.fields("object");
        Optional<Fields> oldObject = request.fields("oldObject");
        RegoObject review = request.object();
        if (target == Target.KUBERNETES) {
            if (operation.equals("DELETE")) {
                if (oldObject.isEmpty()) {
                    throw invalid("a DELETE needs an oldObject", request.path("oldObject"));
                }
                review = review.with(RegoString.of("object"), oldObject.get().object());
            }
        }
        for (Optional<Fields> one : List.of(object, oldObject)) {
            if (one.isPresent()) {
                requireIdentity(target, one.get());
            }
        }
        if (object.isEmpty() && oldObject.isEmpty()) {
            throw invalid("there is neither an object nor an oldObject", "request");
        }
        return new ReviewRequest(target, named(target, review), Source.ORIGINAL);
    }

    /// What match criteria look at must have the types that Kubernetes gives it: what has others
    /// would meet no criterion and so be judged by no constraint.
    private static void requireIdentity(Target target, Fields object) throws Refused {
        if (target == Target.KUBERNETES) {
            object.requiredText("apiVersion");
            object.requiredText("kind");
        }
        Optional<Fields> metadata = object.fields("metadata");
        if (target == Target.KUBERNETES && metadata.isEmpty()) {
            return;
        }
        Fields identity = metadata.orElse(object);
        for (String text : List.of("name", "generateName", "namespace")) {
            identity.text(text);
        }
        identity.textMap("labels");
    }

    /// Requests on revisions may leave it to the revision to say its name.
    private static RegoObject named(Target target, RegoObject review) throws Refused {
        if (target == Target.KUBERNETES || !(review.get("object") instanceof RegoObject object)) {
            return review;
        }
        ObjectIdentity identity = ObjectIdentity.of(object);
        return withSame(
                withSame(review, "name", identity.name()), "namespace", identity.namespace());
    }

    private static RegoObject withSame(RegoObject review, String name, String text) throws Refused {
        RegoObject named = withText(review, name, text);
        String said = ObjectIdentity.text(named.get(name));
        if (!text.isEmpty() && !said.equals(text)) {
            throw invalid("the request says " + said + ", its object " + text, "request." + name);
        }
        return named;
    }

    static ReviewRequest bare(Target target, RegoValue document) throws Refused {
        Fields object = Fields.of(document, "object");
        ObjectIdentity identity = ObjectIdentity.of(object.object());
        RegoObject review = RegoObject.of("object", object.object());
        requireIdentity(target, object);
        if (!identity.kind().isEmpty()) {
            review =
                    review.with(
                            RegoString.of("kind"),
                            RegoObject.builder()
                                    .put("group", RegoString.of(identity.group()))
                                    .put("version", RegoString.of(identity.version()))
                                    .put("kind", RegoString.of(identity.kind()))
                                    .build());
        }
        review = withText(review, "name", identity.name());
        return new ReviewRequest(
                target, withText(review, "namespace", identity.namespace()), Source.ORIGINAL);
    }

    private static RegoObject withText(RegoObject review, String name, String text) {
        RegoValue known = review.get(name);
        boolean absent = known == null || known instanceof RegoNull;
        return absent && !text.isEmpty()
                ? review.with(RegoString.of(name), RegoString.of(text))
                : review;
    }

    /// The same request, from another source.
    public ReviewRequest from(Source origin) {
        return new ReviewRequest(target, review, origin);
    }

    /// The same request with the Namespace that the object is in, which templates see as
    /// `input.review.namespaceObject`.
    public ReviewRequest within(RegoObject namespace) {
        return new ReviewRequest(
                target, review.with(RegoString.of("namespaceObject"), namespace), source);
    }

    public Target target() {
        return target;
    }

    /// What templates see as `input.review`.
    public RegoObject review() {
        return review;
    }

    /// The operation, empty in an audit.
    public String operation() {
        return ObjectIdentity.text(review.get("operation"));
    }

    Source source() {
        return source;
    }

    /// The name that the request is about; empty if it does not say.
    String name() {
        return ObjectIdentity.text(review.get("name"));
    }

    /// Likewise.
    String namespace() {
        return ObjectIdentity.text(review.get("namespace"));
    }

    Optional<RegoObject> namespaceObject() {
        return review.get("namespaceObject") instanceof RegoObject namespace
                ? Optional.of(namespace)
                : Optional.empty();
    }

    /// The object and the one that it replaces, as far as there are any.
    List<RegoObject> objects() {
        List<RegoObject> objects = new ArrayList<>(2);
        for (String name : List.of("object", "oldObject")) {
            if (review.get(name) instanceof RegoObject object) {
                objects.add(object);
            }
        }
        return objects;
    }

    private static Refused invalid(String message, String location) {
        return new Refused(ConstraintError.INVALID_REVIEW, message, location);
    }
}
