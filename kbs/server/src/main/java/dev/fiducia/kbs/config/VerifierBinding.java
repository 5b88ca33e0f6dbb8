package dev.fiducia.kbs.config;

import dev.fiducia.attestation.snp.RevocationChecks;
import dev.fiducia.kbs.config.ConfigProblem.Code;
import dev.fiducia.kbs.config.SnpVerifierConfig.VcekSource;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `[verifier]` and Trustee's `[attestation_service.verifier_config]`.
final class VerifierBinding {
    private static final String KDS = "https://kdsintf.amd.com";
    private static final String OFFLINE =
            "/opt/confidential-containers/attestation-service/kds-store";
    private static final List<String> OTHERS = List.of("tpm_verifier");

    private VerifierBinding() {}

    static SnpVerifierConfig bind(Section verifier, Section trustee) {
        trustee.unsupported("this verifier is not supported yet", OTHERS);
        Section trusteeSnp = trustee.table("snp_verifier");
        Section snp = verifier.table("snp");
        boolean listed = trusteeSnp.has("vcek_sources");
        List<VcekSource> ours = ours(snp);
        List<VcekSource> theirs =
                trusteeSnp.tables("vcek_sources").stream()
                        .flatMap(s -> source(s).stream())
                        .toList();
        if (listed && (snp.has("kds") || snp.has("kds_url") || snp.has("offline_store"))) {
            snp.problem(
                    Code.CONFLICT,
                    snp.has("kds") ? "kds" : snp.has("kds_url") ? "kds_url" : "offline_store",
                    "vcek_sources of Trustee's verifier_config says where certificates come from;"
                            + " use one of the two");
        }
        List<Path> roots = snp.files("extra_roots");
        if (!roots.isEmpty()) {
            snp.note(
                    "verifier.snp.extra_roots: reports signed below "
                            + roots
                            + " count as hardware");
        }
        RevocationChecks revocations =
                snp.choice("crl", Words.lowerCase(RevocationChecks.class), "\"available\"")
                        .orElse(RevocationChecks.AVAILABLE);
        return new SnpVerifierConfig(listed ? theirs : ours, roots, revocations);
    }

    static IntelVerifierConfig intel(Section intel, Section trustee) {
        List<Path> roots = intel.files("extra_roots");
        if (!roots.isEmpty()) {
            intel.note(
                    "verifier.intel.extra_roots: quotes signed below "
                            + roots
                            + " count as hardware");
        }
        return new IntelVerifierConfig(
                intel.files("collateral"),
                roots,
                CollateralBinding.pcs(intel, trustee.table("dcap_verifier")));
    }

    static TpmVerifierConfig tpm(Section tpm) {
        return new TpmVerifierConfig(tpm.files("trusted_aks"));
    }

    static HygonVerifierConfig hygon(Section hygon) {
        List<Path> roots = hygon.files("extra_roots");
        if (!roots.isEmpty()) {
            hygon.note(
                    "verifier.hygon.extra_roots: reports signed below "
                            + roots
                            + " count as hardware");
        }
        return new HygonVerifierConfig(hygon.files("certificates"), roots);
    }

    private static List<VcekSource> ours(Section snp) {
        List<VcekSource> sources = new ArrayList<>();
        snp.file("offline_store").map(VcekSource.OfflineStore::new).ifPresent(sources::add);
        boolean kds = snp.truth("kds", true);
        Optional<URI> url = url(snp, "kds_url");
        if (kds) {
            url.map(VcekSource.Kds::new).ifPresent(sources::add);
        }
        return sources;
    }

    private static Optional<VcekSource> source(Section source) {
        Map<String, Boolean> words = new LinkedHashMap<>();
        words.put("KDS", true);
        words.put("OfflineStore", false);
        if (!source.has("type")) {
            source.problem(Code.MISSING, "type", "needed; one of KDS, OfflineStore");
        }
        Optional<Boolean> kds = source.choice("type", words, "required");
        Optional<URI> url = url(source, "base_url");
        Path path = source.file("path", '"' + OFFLINE + '"').orElse(Path.of(OFFLINE));
        if (kds.isPresent() && source.has(kds.get() ? "path" : "base_url")) {
            source.problem(
                    Code.CONFLICT,
                    kds.get() ? "path" : "base_url",
                    "belongs to the other type of source");
        }
        return kds.flatMap(k ->
                k ? url.map(VcekSource.Kds::new) : Optional.of(new VcekSource.OfflineStore(path)));
    }

    private static Optional<URI> url(Section section, String key) {
        String text = section.textOr(key, KDS);
        Optional<URI> address = WebAddress.parse(text);
        if (address.isEmpty()) {
            section.problem(Code.BAD_VALUE, key, "\"" + text + "\" is not an http(s) address");
        }
        return address;
    }
}
