package dev.fiducia.kbs.grant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Tee;
import dev.fiducia.initdata.BoundValue;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The body of a request to grant: `{"resource": "default/web/*", "platforms": ["snp"], "reason":
/// "…"}`, the last two optional.
record GrantRequest(ResourcePattern resource, Set<Tee> tees, Optional<String> reason) {
    private static final Set<String> MEMBERS = Set.of("resource", "platforms", "reason");

    static GrantRequest of(AdminCall call) throws ApiProblem {
        ObjectNode json = call.json(MEMBERS);
        return new GrantRequest(
                resource(json.path("resource")),
                tees(json.path("platforms")),
                AdminCall.reason(json));
    }

    private static ResourcePattern resource(JsonNode text) throws ApiProblem {
        return Optional.ofNullable(text.textValue())
                .flatMap(ResourcePattern::parse)
                .orElseThrow(() ->
                        ApiProblem.malformed(
                                "grant-bad-resource",
                                "resource must be <repository>/<type>/<tag>, where a segment may"
                                        + " be * or end with one, such as default/web/*"));
    }

    /// An empty list would have to mean nothing where an absent one means everything.
    private static Set<Tee> tees(JsonNode platforms) throws ApiProblem {
        if (platforms.isMissingNode()) {
            return Set.of();
        }
        Set<Tee> tees = EnumSet.noneOf(Tee.class);
        for (JsonNode platform : platforms) {
            Optional.ofNullable(platform.textValue())
                    .flatMap(Tee::of)
                    .filter(GrantRequest::bindsInitdata)
                    .ifPresent(tees::add);
        }
        if (!platforms.isArray() || tees.isEmpty() || tees.size() != platforms.size()) {
            throw ApiProblem.malformed(
                    "grant-bad-platforms",
                    "platforms must be a list of TEEs that initdata is bound to, each once: snp,"
                            + " tdx, sgx, cca, az-snp-vtpm, az-tdx-vtpm, tpm; leave it out for any");
        }
        return tees;
    }

    private static boolean bindsInitdata(Tee tee) {
        return tee != Tee.SAMPLE && BoundValue.Field.of(tee.wireName()).isPresent();
    }
}
