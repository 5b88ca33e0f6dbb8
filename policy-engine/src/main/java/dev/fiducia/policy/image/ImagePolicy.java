package dev.fiducia.policy.image;

import dev.fiducia.policy.value.RegoObject;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides which images may run: the ImagePolicy admission plugin's rules, for Kubernetes objects
/// and for the images that a Kata agent policy lets in. Immutable, but for what the lookup does.
///
/// Where a rule needs to know an image that could not be resolved, the answer is no: a rule to
/// reject rejects, unless it says that it is to be skipped then, and a rule to allow does not
/// allow.
public final class ImagePolicy {
    private static final String RESOLVE_NAMES = "alpha.image.policy.openshift.io/resolve-names";

    private final ImagePolicyConfig config;
    private final ImageResolver resolver;

    /// @param integrated the cluster's own registry, or null if it has none
    public ImagePolicy(
            ImagePolicyConfig config, ImageLookup lookup, @Nullable RegistryHost integrated) {
        this.config = config;
        this.resolver = new ImageResolver(lookup, integrated);
    }

    /// Judges every image of an object. An object of another shape than Kubernetes gives it is
    /// refused, and so is one of a kind that a rule may be about but that we do not know.
    public ImageDecision judge(ImageRequest request) {
        String kind = "";
        String name = "";
        try {
            Workload workload = Workload.of(request.object());
            kind = workload.kind();
            name = workload.root().child("metadata").text("name");
            return workload.known()
                    ? known(workload, request, kind, name)
                    : unknown(workload, request, kind, name);
        } catch (ImagePolicyException e) {
            return refused(kind, name, request, new FieldRefusal(e.place(), e.detail()));
        }
    }

    /// Judges the images that an agent policy's `policy_data` names, by the rules on pods.
    ///
    /// @param namespace the project whose pods the policy is for
    public ImageDecision judge(AgentPolicyImages images, String namespace) {
        ImageRequest request = ImageRequest.create(RegoObject.EMPTY, namespace);
        ImageJudge judge = new ImageJudge(config, resolver, GroupResource.PODS, request, false);
        List<ImageVerdict> verdicts = images.uses().stream().map(judge::verdict).toList();
        return new ImageDecision(verdicts, refusal("AgentPolicy", "", verdicts), RegoObject.EMPTY);
    }

    private ImageDecision unknown(
            Workload workload, ImageRequest request, String kind, String name) {
        boolean covered =
                config.executionRules().stream()
                        .flatMap(rule -> rule.onResources().stream())
                        .anyMatch(workload::mayBeCoveredBy);
        return covered
                ? refused(
                        kind,
                        name,
                        request,
                        new FieldRefusal(
                                "kind",
                                "unable to apply image policy against objects of kind " + kind))
                : new ImageDecision(List.of(), Optional.empty(), request.object());
    }

    private ImageDecision known(Workload workload, ImageRequest request, String kind, String name)
            throws ImagePolicyException {
        ImageJudge judge =
                new ImageJudge(
                        config, resolver, workload.resource(), request, resolvesAll(workload));
        RegoObject object = request.object();
        List<ImageVerdict> verdicts = new ArrayList<>();
        for (ImageUse use : WorkloadImages.of(workload)) {
            ImageVerdict verdict = judge.verdict(use);
            verdicts.add(verdict);
            if (verdict.rewritten() != null && !(request.update() && workload.isImmutable())) {
                object = Rewriting.of(object, use, verdict.rewritten());
            }
        }
        Optional<InvalidObject> refusal = refusal(kind, name, verdicts);
        return new ImageDecision(verdicts, refusal, refusal.isEmpty() ? object : request.object());
    }

    private static boolean resolvesAll(Workload workload) throws ImagePolicyException {
        KubeObject root = workload.root();
        boolean here = root.child("metadata").child("annotations").text(RESOLVE_NAMES).equals("*");
        List<String> spec = workload.podSpec();
        if (here || spec == null || spec.size() == 1) {
            return here;
        }
        KubeObject template = root;
        for (String field : spec.subList(0, spec.size() - 1)) {
            template = template.child(field);
        }
        return template.child("metadata").child("annotations").text(RESOLVE_NAMES).equals("*");
    }

    private static Optional<InvalidObject> refusal(
            String kind, String name, List<ImageVerdict> verdicts) {
        List<FieldRefusal> refusals =
                verdicts.stream()
                        .filter(verdict -> !verdict.isAllowed())
                        .map(verdict -> new FieldRefusal(verdict.place(), verdict.message()))
                        .toList();
        return refusals.isEmpty()
                ? Optional.empty()
                : Optional.of(new InvalidObject(kind, name, refusals));
    }

    private static ImageDecision refused(
            String kind, String name, ImageRequest request, FieldRefusal why) {
        return new ImageDecision(
                List.of(),
                Optional.of(new InvalidObject(kind, name, List.of(why))),
                request.object());
    }
}
