package dev.fiducia.kbs.admission;

import dev.fiducia.kbs.agentpolicy.PolicyVerdicts;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.config.AdmissionConfig;
import dev.fiducia.kbs.http.Request;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;
import dev.fiducia.kbs.registry.InitdataRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.function.Function;

/// `/webhook/v1/pods/validate` and `/webhook/v1/pods/mutate`, for API servers, which bring no
/// credentials: they learn of a document only what is in the pod that they ask about, and of a name
/// its document, which every pod of that name shows to its host anyway.
public final class AdmissionRoutes {
    static final String VALIDATE = "/webhook/v1/pods/validate";
    static final String MUTATE = "/webhook/v1/pods/mutate";

    private static final Logger LOG = LoggerFactory.getLogger(AdmissionRoutes.class);

    private AdmissionRoutes() {}

    /// The routes; none where admission is off.
    ///
    /// @param rules what else is to be said of a pod
    public static RouteContribution of(
            AdmissionConfig config,
            InitdataRegistry registry,
            PolicyVerdicts verdicts,
            List<PodRule> rules) {
        if (!config.isEnabled()) {
            return RouteContribution.of("admission");
        }
        PodJudge judge = new PodJudge(config, new KnownInitdata(registry, verdicts), rules);
        return RouteContribution.of(
                "admission",
                Route.post(VALIDATE, Workload.CPU, request -> answer(request, judge::validate)),
                Route.post(MUTATE, Workload.CPU, request -> answer(request, judge::mutate)));
    }

    private static Response answer(Request request, Function<Pod, AdmissionAnswer> decision) {
        try {
            AdmissionRequest asked = AdmissionRequest.parse(request.body());
            AdmissionAnswer answer = decision.apply(asked.pod());
            if (!answer.denials().isEmpty()) {
                LOG.atInfo()
                        .addKeyValue("request", request.id())
                        .log("pod not admitted: {}", answer.denials());
            }
            return Response.json(200, answer.toJson(asked));
        } catch (ApiProblem problem) {
            return problem.response(request.id());
        }
    }
}
