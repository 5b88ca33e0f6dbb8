package dev.fiducia.kbs.resource;

import dev.fiducia.kbs.decision.Decisions;
import dev.fiducia.kbs.decision.Facts;
import dev.fiducia.kbs.decision.Unrecorded;
import dev.fiducia.kbs.grant.Granted;
import dev.fiducia.kbs.grant.Grants;
import dev.fiducia.kbs.http.KbsError;
import dev.fiducia.kbs.http.Request;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.jwe.JweException;
import dev.fiducia.kbs.jwe.JweSealer;
import dev.fiducia.kbs.metrics.KbsMetrics;
import dev.fiducia.kbs.policy.Decision;
import dev.fiducia.kbs.policy.ReleaseQuestion;
import dev.fiducia.kbs.policy.ResourcePolicy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Arrays;
import java.util.List;

/// Decides on a guest's call of a plugin, in this order: token, revocation, grants, policy, the
/// plugin's work, encryption, the record of the decision. Policy comes before the plugin so that a
/// denied guest can't probe for what exists; the TEE key is parsed with the token, so that nothing
/// is done for a guest that nothing can be encrypted to.
final class GuestRelease {
    private static final int STATUS_DENIED = 401;
    private static final int STATUS_MISSING = 404;
    private static final String RESOURCE_POLICY = "resource-policy";

    private static final Logger LOG = LoggerFactory.getLogger(GuestRelease.class);

    private final GuestAuthorization guests;
    private final CurrentInitdata initdata;
    private final Grants grants;
    private final ResourcePolicy policy;
    private final JweSealer sealer;
    private final Decisions decisions;
    private final KbsMetrics metrics;

    GuestRelease(
            GuestAuthorization guests,
            CurrentInitdata initdata,
            Grants grants,
            ResourcePolicy policy,
            JweSealer sealer,
            Decisions decisions,
            KbsMetrics metrics) {
        this.guests = guests;
        this.initdata = initdata;
        this.grants = grants;
        this.policy = policy;
        this.sealer = sealer;
        this.decisions = decisions;
        this.metrics = metrics;
    }

    /// What the guest gets: the secret, encrypted to its TEE key, or an error that names the
    /// decision.
    Response answer(Plugin plugin, Request request) {
        return switch (guests.authorize(request)) {
            case GuestAuthorization.Result.Refused(KbsError error) ->
                    refused(
                            request,
                            error,
                            STATUS_DENIED,
                            error.detail(),
                            decisions.denyStranger(
                                    denial(request, Facts.STRANGER, error, error.detail())));
            case GuestAuthorization.Result.Authorized guest ->
                    forAttested(plugin, new GuestCall(request, guest, initdata.of(guest.claims())));
        };
    }

    private Response forAttested(Plugin plugin, GuestCall call) {
        CurrentInitdata.Standing standing = call.standing();
        if (standing.revoked()) {
            return denied(
                    call,
                    KbsError.of(
                            KbsError.Type.POLICY_DENY,
                            "initdata-revoked",
                            "Access denied: the initdata was revoked"),
                    "revoked initdata: " + call.appraisal(),
                    "");
        }
        List<String> path = call.path();
        Granted granted = granted(plugin, path, standing);
        if (!granted.admits(standing.initdata())) {
            return denied(
                    call,
                    KbsError.of(
                            KbsError.Type.POLICY_DENY,
                            "not-granted",
                            "Access denied: the resource is granted to others"),
                    "granted to " + granted.names() + ", " + now(standing),
                    "");
        }
        ReleaseQuestion question =
                new ReleaseQuestion(
                        call.guest().claims(),
                        plugin.name(),
                        path,
                        call.request().query(),
                        standing.initdata(),
                        granted.toJson());
        ResourcePolicy.Judged judged = policy.judge(question);
        metrics.policy(judged.decision());
        return switch (judged.decision()) {
            case Decision.Allow() -> release(plugin, call, judged.digest());
            case Decision.Deny(String reason) ->
                    denied(
                            call,
                            KbsError.of(
                                    KbsError.Type.POLICY_DENY,
                                    "policy-deny",
                                    "Access denied by policy"),
                            reason + ": " + call.appraisal() + "; " + now(standing),
                            judged.digest());
            case Decision.Failed(String reason) ->
                    denied(
                            call,
                            KbsError.of(
                                    KbsError.Type.POLICY_ENGINE_ERROR,
                                    "policy-failed",
                                    "The resource policy could not be evaluated"),
                            reason,
                            judged.digest());
        };
    }

    private static String now(CurrentInitdata.Standing standing) {
        return "initdata is now "
                + standing.initdata().path("state").asText()
                + " "
                + standing.initdata().path("name").asText();
    }

    /// Grants are about the resources of one plugin.
    private Granted granted(Plugin plugin, List<String> path, CurrentInitdata.Standing standing) {
        return plugin.name().equals(ResourcePlugin.NAME)
                ? grants.of(path, standing.tee())
                : Granted.UNRESTRICTED;
    }

    private Response release(Plugin plugin, GuestCall call, String policyDigest) {
        metrics.plugin(plugin.name(), call.request().method());
        return switch (plugin.handle(call.request())) {
            case Plugin.Reply.Done done -> encrypted(call, done.bytes(), policyDigest);
            case Plugin.Reply.Missing() ->
                    denied(
                            call,
                            Plugin.error("resource-not-found", "There is no such resource"),
                            STATUS_MISSING,
                            "there is no such resource",
                            policyDigest);
            case Plugin.Reply.Failed(String code, String detail) ->
                    denied(call, Plugin.error(code, detail), detail, policyDigest);
        };
    }

    private Response encrypted(GuestCall call, byte[] secret, String policyDigest) {
        try {
            byte[] body = sealer.encrypt(call.guest().teeKey(), secret).toBytes();
            return released(call, body, policyDigest);
        } catch (JweException e) {
            return denied(
                    call,
                    KbsError.of(
                            KbsError.Type.JWE_ERROR,
                            "tee-key-unsupported",
                            "JWE error: " + e.reason()),
                    e.reason(),
                    policyDigest);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// The last step before the secret leaves: that it does is on record.
    private Response released(GuestCall call, byte[] body, String policyDigest) {
        Request request = call.request();
        Facts facts =
                call.facts("release", "released")
                        .with("policy", RESOURCE_POLICY)
                        .with("policy-digest", policyDigest);
        return switch (decisions.grant(facts)) {
            case Decisions.Recorded.Off(Unrecorded why) ->
                    why.response(request, KbsError.Type.PLUGIN_INTERNAL_ERROR);
            case Decisions.Recorded.On(String id) -> {
                LOG.atInfo()
                        .addKeyValue("request", request.id())
                        .addKeyValue("decision", id)
                        .addKeyValue("path", request.path())
                        .addKeyValue("tee-key", call.guest().teeKey().thumbprint())
                        .addKeyValue("appraisal", call.appraisal())
                        .log("released");
                yield Response.of(200, "application/json", body)
                        .withHeader("Cache-Control", "no-store");
            }
        };
    }

    private Response denied(GuestCall call, KbsError error, String reason, String policyDigest) {
        return denied(call, error, STATUS_DENIED, reason, policyDigest);
    }

    private Response denied(
            GuestCall call, KbsError error, int status, String reason, String policyDigest) {
        Facts facts =
                call.facts("deny", "denied")
                        .with("code", error.code())
                        .with("reason", reason)
                        .with("policy", policyDigest.isEmpty() ? "" : RESOURCE_POLICY)
                        .with("policy-digest", policyDigest);
        String decision = decisions.denyGuest(call.guest().teeKey().thumbprint(), facts);
        return refused(call.request(), error, status, reason, decision);
    }

    private static Facts denial(Request request, String actor, KbsError error, String reason) {
        return Facts.of(request.rest().getFirst() + ".deny", actor, Plugin.target(request))
                .with("outcome", "denied")
                .with("code", error.code())
                .with("reason", reason)
                .with(request);
    }

    private static Response refused(
            Request request, KbsError error, int status, String reason, String decision) {
        LOG.atInfo()
                .addKeyValue("request", request.id())
                .addKeyValue("decision", decision)
                .addKeyValue("path", request.path())
                .addKeyValue("code", error.code())
                .log("not released: {}", reason);
        return error.decided(request.id(), status, decision);
    }
}
