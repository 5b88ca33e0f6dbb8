package dev.fiducia.kbs.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataClaims;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.PlatformValue;
import dev.fiducia.initdata.lint.Platform;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.http.Response;

import java.util.Set;

/// What is wanted of a document alone: its bytes, annotation, claims, digests and values.
final class PieceEndpoint {
    private final InitdataRegistry registry;

    PieceEndpoint(InitdataRegistry registry) {
        this.registry = registry;
    }

    Response raw(AdminCall call, VersionedRevision found) {
        return Response.of(200, "application/toml", document(found).raw());
    }

    Response annotation(AdminCall call, VersionedRevision found) {
        return Response.text(200, InitdataAnnotation.encode(document(found).raw()));
    }

    Response claims(AdminCall call, VersionedRevision found) {
        return Response.json(200, InitdataClaims.of(document(found)));
    }

    Response digests(AdminCall call, VersionedRevision found) {
        InitdataDocument document = document(found);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("algorithm", document.algorithm().wireName());
        answer.put("digest", document.digest().hex());
        answer.put("digest_base64", document.digest().base64());
        ObjectNode all = answer.putObject("all_digests");
        document.allDigests()
                .forEach((algorithm, digest) -> all.put(algorithm.wireName(), digest.hex()));
        return Response.json(200, answer);
    }

    Response values(AdminCall call, VersionedRevision found) throws ApiProblem {
        Set<Platform> platforms = RegistrationParameters.platforms(call.parameters(), "platform");
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode values = answer.putArray("platform_values");
        document(found).platformValues().values().stream()
                .filter(value ->
                        platforms.isEmpty()
                                || platforms.stream().anyMatch(each -> isOf(value, each)))
                .forEach(value -> values.add(InitdataView.platform(value)));
        return Response.json(200, answer);
    }

    private static boolean isOf(PlatformValue value, Platform platform) {
        return switch (platform) {
            case SNP -> value.name().equals("snp.host_data");
            case TDX -> value.name().equals("tdx.mr_config_id");
            case SGX -> value.name().equals("sgx.config_id");
            case CCA -> value.name().startsWith("cca.");
            case SAMPLE -> value.name().startsWith("sample.");
            case TPM, AZ_SNP_VTPM, AZ_TDX_VTPM -> value.name().equals("vtpm.pcr08.sha256");
            case SE, PEER_PODS -> false;
        };
    }

    private InitdataDocument document(VersionedRevision found) {
        return registry.parsedDocument(found.revision());
    }
}
