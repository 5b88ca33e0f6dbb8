package dev.fiducia.kbs.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.Names;
import dev.fiducia.initdata.manifest.CarriedInitdata;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.RevisionState;
import dev.fiducia.kbs.config.AdmissionConfig;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Judges pods of confidential runtime classes by their initdata; others are none of its business.
final class PodJudge {
    private final AdmissionConfig config;
    private final KnownInitdata known;
    private final List<PodRule> rules;

    PodJudge(AdmissionConfig config, KnownInitdata known, List<PodRule> rules) {
        this.config = config;
        this.known = known;
        this.rules = List.copyOf(rules);
    }

    /// Whether the pod will get its secrets, and if not why.
    AdmissionAnswer validate(Pod pod) {
        if (!isConfidential(pod)) {
            return AdmissionAnswer.admitted();
        }
        List<String> denials = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        if (pod.isOldKey()) {
            warnings.add(
                    InitdataAnnotation.LEGACY_KEY
                            + " is read by no runtime of today: use "
                            + InitdataAnnotation.KEY);
        }
        if (pod.isPolicyUnmeasured()) {
            warnings.add(
                    CarriedInitdata.UNMEASURED_POLICY_KEY
                            + " is measured by nothing, and refused by agents whose policy closes"
                            + " SetPolicyRequest: put the policy in the initdata");
        }
        if (pod.initdata().isEmpty()) {
            denials.add(
                    "the pod has no initdata: add the annotation "
                            + InitdataAnnotation.KEY
                            + ", or the label "
                            + Pod.LABEL
                            + " with the name of registered initdata");
        } else {
            judge(pod, pod.initdata().get(), denials, warnings);
        }
        for (PodRule rule : rules) {
            denials.addAll(rule.refusals(pod.object(), pod.images(), pod.namespace()));
        }
        if (config.mode() == AdmissionConfig.Mode.WARN) {
            warnings.addAll(denials);
            denials.clear();
        }
        return new AdmissionAnswer(denials, warnings, Optional.empty());
    }

    /// The annotation for a pod that names registered initdata and has none yet.
    AdmissionAnswer mutate(Pod pod) {
        if (!isConfidential(pod) || pod.initdataName().isEmpty() || pod.initdata().isPresent()) {
            return AdmissionAnswer.admitted();
        }
        String name = pod.initdataName().get();
        Optional<InitdataDocument> document = known.documentOf(name);
        if (document.isEmpty()) {
            return AdmissionAnswer.denied(
                    "the label "
                            + Pod.LABEL
                            + " names "
                            + Names.shown(name)
                            + ", of which no revision is in force");
        }
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        if (!pod.hasAnnotations()) {
            patch.addObject()
                    .put("op", "add")
                    .put("path", "/metadata/annotations")
                    .putObject("value");
        }
        patch.addObject()
                .put("op", "add")
                .put("path", "/metadata/annotations/" + InitdataAnnotation.KEY)
                .put("value", InitdataAnnotation.encode(document.get().raw()));
        return new AdmissionAnswer(List.of(), List.of(), Optional.of(patch));
    }

    private boolean isConfidential(Pod pod) {
        return pod.runtimeClass().filter(config.runtimeClasses()::contains).isPresent();
    }

    private void judge(Pod pod, String annotation, List<String> denials, List<String> warnings) {
        InitdataDocument document;
        try {
            document = InitdataDocument.ofAnnotation(annotation);
        } catch (InitdataException e) {
            denials.add("the initdata can't be used: " + e.getMessage());
            return;
        }
        Optional<InitdataRevision> revision = known.revision(document);
        if (revision.isEmpty()) {
            denials.add(
                    "the initdata with digest "
                            + document.digest().hex()
                            + " is not registered: nothing will be released to the pod");
            return;
        }
        RevisionState state = revision.get().stateAt(known.now());
        if (!revision.get().isInForceAt(known.now())) {
            denials.add(shown(revision.get()) + " is " + state.wireName());
        } else if (state == RevisionState.SUPERSEDED) {
            warnings.add(shown(revision.get()) + " is superseded: move to its successor");
        }
        if (pod.initdataName().filter(name -> !name.equals(revision.get().name())).isPresent()) {
            denials.add(
                    "the label "
                            + Pod.LABEL
                            + " names other initdata than "
                            + shown(revision.get()));
        }
        ObjectNode verdict = known.verdict(document);
        policy(verdict, denials);
        images(pod, verdict, warnings);
    }

    private void policy(ObjectNode verdict, List<String> denials) {
        Set<String> wanted = config.policyMatches();
        String match = verdict.path("match").asText();
        if (!wanted.isEmpty() && !wanted.contains(match)) {
            denials.add(
                    "the agent policy's match is "
                            + match
                            + ", and has to be one of "
                            + String.join(", ", wanted.stream().sorted().toList()));
        }
    }

    /// Agents refuse containers that their policy's data does not have.
    private static void images(Pod pod, ObjectNode verdict, List<String> warnings) {
        Set<String> allowed = new LinkedHashSet<>();
        for (JsonNode image : verdict.path("images")) {
            allowed.add(image.asText());
        }
        for (String image : pod.images()) {
            if (!allowed.isEmpty() && !allowed.contains(image)) {
                warnings.add(
                        "the image "
                                + Names.shown(image)
                                + " is none of those that the agent policy names: the guest may"
                                + " refuse it");
            }
        }
    }

    private static String shown(InitdataRevision revision) {
        return "initdata " + revision.name() + ", revision " + revision.number() + ",";
    }
}
