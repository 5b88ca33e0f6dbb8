package dev.fiducia.kbs.config;

import dev.fiducia.kbs.config.ConfigProblem.Code;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `[attestation_service]` but for its verifiers.
final class AttestationServiceBinding {
    private enum Kind {
        BUILT_IN,
        GRPC,
        INTEL
    }

    private static final Map<String, Kind> KINDS = kinds();
    private static final List<String> GRPC_KEYS = List.of("as_addr", "pool_size");
    private static final List<String> INTEL_KEYS =
            List.of("base_url", "api_key", "certs_file", "allow_unmatched_policy", "policy_ids");

    private AttestationServiceBinding() {}

    static AttestationServiceConfig bind(Section service) {
        Kind kind = service.choice("type", KINDS, "\"coco_as_builtin\"").orElse(Kind.BUILT_IN);
        switch (kind) {
            case BUILT_IN -> {
                service.unsupported("only for a remote attestation service", GRPC_KEYS);
                service.unsupported("only for Intel Trust Authority", INTEL_KEYS);
            }
            case GRPC -> {
                refuse(service, "a remote attestation service (gRPC)");
                service.passOver(GRPC_KEYS);
                service.unsupported("only for Intel Trust Authority", INTEL_KEYS);
            }
            case INTEL -> {
                refuse(service, "Intel Trust Authority");
                service.passOver(INTEL_KEYS);
                service.unsupported("only for a remote attestation service", GRPC_KEYS);
            }
        }
        int minutes = service.whole("timeout", 5, 1, 1440);
        StorageBinding.type(service, "storage_type");
        rvps(service.table("rvps_config"));
        return new AttestationServiceConfig(
                Duration.ofMinutes(minutes), broker(service.table("attestation_token_broker")));
    }

    private static void refuse(Section service, String what) {
        service.problem(
                Code.UNSUPPORTED, "type", what + " is not supported yet; use coco_as_builtin");
    }

    private static void rvps(Section rvps) {
        Map<String, Boolean> remote = new LinkedHashMap<>();
        remote.put("BuiltIn", false);
        remote.put("GrpcRemote", true);
        if (rvps.choice("type", remote, "\"BuiltIn\"").orElse(false)) {
            rvps.problem(
                    Code.UNSUPPORTED,
                    "type",
                    "a remote reference value provider is not supported yet; use BuiltIn");
            rvps.passOver(List.of("address"));
        } else {
            rvps.unsupported("only for GrpcRemote", List.of("address"));
        }
        // There is nothing to choose: manifests of all types are read.
        rvps.table("extractors").table("swid_extractor");
        StorageBinding.type(rvps, "storage_type");
    }

    private static TokenBrokerConfig broker(Section broker) {
        int minutes = broker.whole("duration_min", 5, 1, 1440);
        return new TokenBrokerConfig(
                Duration.ofMinutes(minutes),
                broker.textOr("issuer_name", "CoCo-Attestation-Service"),
                broker.textOr("developer_name", "https://confidentialcontainers.org"),
                broker.textOr("build_name", "fiducia"),
                broker.textOr(
                        "profile_name", "tag:github.com,2024:confidential-containers/Trustee"),
                broker.truth("verbose_token", true),
                signer(broker.has("signer"), broker.table("signer")));
    }

    private static Optional<TokenBrokerConfig.Signer> signer(boolean given, Section signer) {
        Optional<Path> key = signer.file("key_path", "made on first start");
        Optional<Path> certificate = signer.file("cert_path");
        Optional<String> url = signer.text("cert_url");
        if (given && !signer.has("key_path")) {
            signer.problem(Code.MISSING, "key_path", "needed in a signer");
        }
        return key.map(k -> new TokenBrokerConfig.Signer(k, certificate, url));
    }

    private static Map<String, Kind> kinds() {
        Map<String, Kind> words = new LinkedHashMap<>();
        words.put("coco_as_builtin", Kind.BUILT_IN);
        words.put("CoCoASBuiltIn", Kind.BUILT_IN);
        words.put("coco_as_grpc", Kind.GRPC);
        words.put("CoCoASGrpc", Kind.GRPC);
        words.put("intel_ta", Kind.INTEL);
        words.put("IntelTA", Kind.INTEL);
        return words;
    }
}
