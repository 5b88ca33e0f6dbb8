package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.util.List;
import java.util.Set;

/// The AdmissionReview documents that an API server sends to a validating webhook, and their
/// answers. Takes `admission.k8s.io` v1 and v1beta1 and answers in the version that it was asked
/// in.
public final class AdmissionReview {
    static final String GROUP = "admission.k8s.io";
    static final String KIND = "AdmissionReview";
    private static final Set<String> VERSIONS = Set.of("v1", "v1beta1");
    private static final int OK = 200;
    private static final int WARNED = 299;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;

    private AdmissionReview() {}

    /// Whether a document claims to be an AdmissionReview, of whatever version.
    public static boolean isOne(RegoValue document) {
        return document instanceof RegoObject object
                && ObjectIdentity.text(object.get("kind")).equals(KIND)
                && ApiVersion.of(ObjectIdentity.text(object.get("apiVersion")))
                        .group()
                        .equals(GROUP);
    }

    /// The request in a document.
    public static Loaded<ReviewRequest> request(RegoValue document) {
        try {
            return Loaded.of(ReviewRequest.request(Target.KUBERNETES, content(document)));
        } catch (Refused refusal) {
            return Loaded.refused(refusal);
        }
    }

    /// The answer to a document: denied with the messages of all violated constraints, or allowed,
    /// with warnings where there are any. A malformed document is denied; never throws.
    public static RegoObject answer(
            ConstraintEngine engine, RegoValue document, ReviewOptions options) {
        try {
            RegoValue content = content(document);
            Fields.of(content, "request").requiredText("uid");
            ReviewRequest request = ReviewRequest.request(Target.KUBERNETES, content);
            return answer(document, engine.review(request, options));
        } catch (Refused refusal) {
            List<String> messages =
                    refusal.errors().stream().map(ConstraintError::toString).toList();
            return response(
                    document,
                    false,
                    status(BAD_REQUEST)
                            .put("reason", RegoString.of("BadRequest"))
                            .put("message", RegoString.of(String.join("\n", messages))),
                    List.of());
        }
    }

    /// The answer that a review's result leads to.
    public static RegoObject answer(RegoValue document, ReviewResult result) {
        List<String> warnings = result.warnings();
        if (result.isDenied()) {
            return response(
                    document,
                    false,
                    status(FORBIDDEN)
                            .put("reason", RegoString.of("Forbidden"))
                            .put("message", RegoString.of(String.join("\n", result.denials()))),
                    warnings);
        }
        return response(document, true, status(warnings.isEmpty() ? OK : WARNED), warnings);
    }

    private static RegoValue content(RegoValue document) throws Refused {
        Fields review = Fields.of(document, "");
        ApiVersion version = ApiVersion.of(review.requiredText("apiVersion"));
        if (!review.requiredText("kind").equals(KIND)
                || !version.group().equals(GROUP)
                || !VERSIONS.contains(version.version())) {
            throw new Refused(
                    ConstraintError.INVALID_REVIEW,
                    "not an AdmissionReview of " + GROUP + "/v1 or v1beta1",
                    "");
        }
        review.only(Set.of("apiVersion", "kind", "request", "response", "metadata"));
        return review.requiredValue("request");
    }

    private static RegoObject.Builder status(int code) {
        return RegoObject.builder().put("code", RegoNumber.of(code));
    }

    private static RegoObject response(
            RegoValue document, boolean allowed, RegoObject.Builder status, List<String> warnings) {
        RegoObject.Builder response =
                RegoObject.builder()
                        .put("uid", RegoString.of(uid(document)))
                        .put("allowed", RegoBoolean.of(allowed))
                        .put("status", status.build());
        if (!warnings.isEmpty()) {
            response.put(
                    "warnings", RegoArray.copyOf(warnings.stream().map(RegoString::of).toList()));
        }
        return RegoObject.builder()
                .put("apiVersion", RegoString.of(GROUP + "/" + version(document)))
                .put("kind", RegoString.of(KIND))
                .put("response", response.build())
                .build();
    }

    private static String version(RegoValue document) {
        String asked =
                document instanceof RegoObject object
                        ? ApiVersion.of(ObjectIdentity.text(object.get("apiVersion"))).version()
                        : "";
        return VERSIONS.contains(asked) ? asked : "v1";
    }

    private static String uid(RegoValue document) {
        return document instanceof RegoObject object
                        && object.get("request") instanceof RegoObject request
                ? ObjectIdentity.text(request.get("uid"))
                : "";
    }
}
