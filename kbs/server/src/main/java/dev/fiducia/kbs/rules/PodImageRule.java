package dev.fiducia.kbs.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.appraisal.RegoBridge;
import dev.fiducia.kbs.admission.PodRule;
import dev.fiducia.policy.image.ImageDecision;
import dev.fiducia.policy.image.ImagePolicy;
import dev.fiducia.policy.image.ImageReference;
import dev.fiducia.policy.image.ImageReferenceException;
import dev.fiducia.policy.image.ImageRequest;
import dev.fiducia.policy.image.ImageVerdict;
import dev.fiducia.policy.image.Transport;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoObject;

import java.util.ArrayList;
import java.util.List;

/// Judges the images of pods by the rules that are set. What can't be judged is refused.
final class PodImageRule implements PodRule {
    private final ImageRules rules;

    PodImageRule(ImageRules rules) {
        this.rules = rules;
    }

    @Override
    public List<String> refusals(ObjectNode pod, List<String> images, String namespace) {
        ImageRules.InForce now = rules.current();
        if (now.broken().isPresent()) {
            return List.of("the rules on images can't be used: " + now.broken().get());
        }
        List<String> refusals = new ArrayList<>();
        now.registries()
                .ifPresent(allowed -> {
                    for (String image : images) {
                        try {
                            allowed.refusal(ImageReference.parse(image), Transport.SECURE)
                                    .ifPresent(why -> refusals.add(image + ": " + why));
                        } catch (ImageReferenceException e) {
                            refusals.add(image + " is no image reference: " + e.getMessage());
                        }
                    }
                });
        now.execution().ifPresent(policy -> refusals.addAll(verdicts(policy, pod, namespace)));
        return refusals;
    }

    private static List<String> verdicts(ImagePolicy policy, ObjectNode pod, String namespace) {
        try {
            if (!(RegoBridge.toRego(pod) instanceof RegoObject object)) {
                return List.of("the pod is no object");
            }
            ImageDecision decision = policy.judge(ImageRequest.create(object, namespace));
            if (decision.isAllowed()) {
                return List.of();
            }
            List<String> refusals = new ArrayList<>();
            for (ImageVerdict verdict : decision.verdicts()) {
                if (!verdict.isAllowed()) {
                    refusals.add(verdict.image() + ": " + verdict.message());
                }
            }
            return refusals.isEmpty()
                    ? List.of(decision.refusal().map(Object::toString).orElse("refused"))
                    : refusals;
        } catch (RegoJsonException e) {
            return List.of("the pod can't be judged: " + e.getMessage());
        }
    }
}
