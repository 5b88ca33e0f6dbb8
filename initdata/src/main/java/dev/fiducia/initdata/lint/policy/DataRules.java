package dev.fiducia.initdata.lint.policy;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.initdata.Names;
import dev.fiducia.initdata.agentpolicy.PolicyContainer;
import dev.fiducia.initdata.agentpolicy.PolicyData;
import dev.fiducia.initdata.lint.Findings;
import dev.fiducia.initdata.lint.LintContext;
import dev.fiducia.initdata.lint.Location;
import dev.fiducia.initdata.lint.Rule;
import dev.fiducia.initdata.lint.RuleInfo;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.image.AllowedRegistries;
import dev.fiducia.policy.image.ImageReference;
import dev.fiducia.policy.image.ImageReferenceException;
import dev.fiducia.policy.image.Transport;

import java.util.List;
import java.util.Optional;

/// The data that a policy carries, and the images it names.
final class DataRules {

    private static final String LAST =
            "define policy_data once, as the last thing in the policy: policy_data := {…}, in strict"
                    + " JSON";

    private DataRules() {}

    static List<Rule> all(AllowedRegistries registries) {
        return List.of(
                new PolicyRule(
                        RuleInfo.of(
                                "POL312",
                                "W",
                                "policy_data that readers see differently",
                                "Trustee finds the data by searching the text, agents by their"
                                        + " rules: claims may be absent, or another's"),
                        DataRules::readAlike),
                new PolicyRule(
                        RuleInfo.of(
                                "POL313",
                                "W",
                                "images that are not pinned or not allowed",
                                "a tag can name another image tomorrow"),
                        (judged, _, findings) -> images(judged, registries, findings)));
    }

    private static void readAlike(
            JudgedPolicy.Loaded judged, LintContext context, Findings findings) {
        Optional<JsonNode> trustee = TrusteeReading.of(judged.member().text());
        int marker = judged.member().text().indexOf(TrusteeReading.MARKER);
        switch (judged.policy().data()) {
            case PolicyData.Refused(PolicyData.Cause cause, Position at) ->
                    findings.warn(judged.at("policy_data", at), cause.message(), LAST);
            case PolicyData.None _ -> {
                if (marker >= 0) {
                    findings.warn(
                            judged.member().location("", marker),
                            "text that looks like policy_data but defines nothing"
                                    + (trustee.isPresent() ? ": Trustee makes claims of it" : ""),
                            "remove it from comments and strings");
                }
            }
            case PolicyData.Plain plain -> {
                if (trustee.isEmpty()) {
                    findings.warn(
                            judged.at("policy_data", plain.at()),
                            "Trustee makes no agent_policy_claims of it: it is not last, not"
                                    + " strict JSON or written in another way",
                            LAST);
                } else if (!TrusteeReading.isSame(plain.json(), trustee.get())) {
                    findings.warn(
                            judged.member().location("", marker),
                            "Trustee makes agent_policy_claims of other text than the agent's data",
                            "remove it from comments and strings");
                }
            }
        }
    }

    private static void images(
            JudgedPolicy.Loaded judged, AllowedRegistries registries, Findings findings) {
        if (!(judged.policy().data() instanceof PolicyData.Plain plain)) {
            return;
        }
        for (PolicyContainer container : PolicyContainer.of(plain)) {
            Location location =
                    judged.at("policy_data.containers[" + container.index() + "]", plain.at());
            for (String image : container.images()) {
                judge(image, registries, location, findings);
            }
        }
    }

    private static void judge(
            String image, AllowedRegistries registries, Location location, Findings findings) {
        String shown = "image " + Names.shown(image);
        try {
            ImageReference reference = ImageReference.parse(image);
            if (reference.digest() == null) {
                findings.warn(
                        location,
                        shown + " is named by a tag, not by its digest",
                        "name it as NAME@sha256:…");
            }
            registries
                    .refusal(reference, Transport.SECURE)
                    .ifPresent(refusal ->
                            findings.warn(
                                    location,
                                    shown + ": " + refusal,
                                    "take the image from an allowed registry"));
        } catch (ImageReferenceException _) {
            findings.warn(location, shown + " is no image reference", "name it as NAME@sha256:…");
        }
    }
}
