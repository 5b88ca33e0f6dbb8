package dev.fiducia.kbs.rules;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.lint.Finding;
import dev.fiducia.initdata.registry.RegistrationCandidate;
import dev.fiducia.initdata.registry.RegistrationRule;
import dev.fiducia.policy.image.AgentPolicyImages;
import dev.fiducia.policy.image.AllowedRegistries;
import dev.fiducia.policy.image.ImagePolicy;
import dev.fiducia.policy.image.ImagePolicyException;
import dev.fiducia.policy.image.ImageReferenceException;
import dev.fiducia.policy.image.ImageVerdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Judges the images that a document's agent policy lets run, by the rules that are set. A document
/// that does not say which images run lets any run.
final class ImageRule implements RegistrationRule {
    private static final String FIX =
            "name other images in policy_data, or change the rules on images";

    private final ImageRules rules;

    ImageRule(ImageRules rules) {
        this.rules = rules;
    }

    @Override
    public List<Finding> judge(RegistrationCandidate candidate) {
        return judge(candidate.document());
    }

    List<Finding> judge(InitdataDocument document) {
        ImageRules.InForce now = rules.current();
        if (now.isEmpty()) {
            return List.of();
        }
        if (now.broken().isPresent()) {
            return List.of(unknown("the rules on images can't be used: " + now.broken().get()));
        }
        String policy = document.data().get("policy.rego");
        if (policy == null) {
            return List.of(unknown("there is no policy.rego: any image may run"));
        }
        AgentPolicyImages images;
        try {
            images = AgentPolicyImages.of(policy);
        } catch (ImagePolicyException e) {
            return List.of(unknown("which images may run can't be told: " + e.getMessage()));
        }
        List<Finding> findings = new ArrayList<>();
        now.registries().ifPresent(allowed -> findings.addAll(places(document, images, allowed)));
        now.execution().ifPresent(rule -> findings.addAll(verdicts(images, rule)));
        return findings;
    }

    private static List<Finding> places(
            InitdataDocument document, AgentPolicyImages images, AllowedRegistries allowed) {
        PullPlaces guest;
        try {
            guest = PullPlaces.of(document);
        } catch (PullPlaces.UnknownException e) {
            return List.of(unknown(String.valueOf(e.getMessage())));
        }
        List<Finding> findings = new ArrayList<>();
        for (String name : images.names()) {
            try {
                for (PullPlaces.Place place : guest.of(name)) {
                    Optional<String> refusal = allowed.refusal(place.image(), place.transport());
                    refusal.ifPresent(why ->
                            findings.add(
                                    RuleFindings.ofPolicy(
                                            RuleFindings.REGISTRY, name + ": " + why, FIX)));
                }
            } catch (ImageReferenceException e) {
                findings.add(unknown(name + " is no image reference: " + e.getMessage()));
            }
        }
        return findings;
    }

    private static List<Finding> verdicts(AgentPolicyImages images, ImagePolicy rule) {
        return rule.judge(images, "").verdicts().stream()
                .filter(verdict -> !verdict.isAllowed())
                .map(ImageRule::finding)
                .toList();
    }

    private static Finding finding(ImageVerdict verdict) {
        String rule = verdict.rule() == null ? "" : " (rule " + verdict.rule() + ")";
        return RuleFindings.ofPolicy(
                RuleFindings.EXECUTION,
                verdict.image() + ": " + verdict.message() + ": " + verdict.reason().code() + rule,
                FIX);
    }

    private static Finding unknown(String message) {
        return RuleFindings.ofPolicy(RuleFindings.UNKNOWN_IMAGES, message, FIX);
    }
}
