package dev.fiducia.initdata.diff;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.agentpolicy.AgentPolicy;
import dev.fiducia.initdata.agentpolicy.OpennessReport;
import dev.fiducia.initdata.agentpolicy.PolicyContainer;
import dev.fiducia.initdata.agentpolicy.PolicyExamination;
import dev.fiducia.initdata.agentpolicy.PolicyReading;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What of a document's agent policy is worth comparing.
///
/// @param openness of each request; one entry `policy` alone where there is nothing to examine
/// @param images that its data names
record PolicyFacts(Map<String, String> openness, Set<String> images) {

    static PolicyFacts of(InitdataDocument document) {
        String text = document.data().get("policy.rego");
        if (text == null) {
            return nothing("absent");
        }
        return switch (AgentPolicy.read(text)) {
            case PolicyReading.Refused _ -> nothing("unparseable");
            case PolicyReading.Read(AgentPolicy policy) ->
                    switch (policy.examine()) {
                        case PolicyExamination.Refused _ -> nothing("refused");
                        case PolicyExamination.Examined(OpennessReport report) ->
                                new PolicyFacts(openness(report), images(policy));
                    };
        };
    }

    private static PolicyFacts nothing(String why) {
        return new PolicyFacts(Map.of("policy", why), Set.of());
    }

    private static Map<String, String> openness(OpennessReport report) {
        Map<String, String> openness = new TreeMap<>();
        report.requests()
                .forEach((request, finding) ->
                        openness.put(request.ruleName(), finding.openness().wireName()));
        openness.put("AllowRequestsFailingPolicy", report.failing().openness().wireName());
        return openness;
    }

    private static Set<String> images(AgentPolicy policy) {
        Set<String> images = new LinkedHashSet<>();
        PolicyContainer.of(policy.data()).forEach(each -> images.addAll(each.images()));
        return images;
    }
}
