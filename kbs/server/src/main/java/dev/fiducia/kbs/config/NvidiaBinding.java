package dev.fiducia.kbs.config;

import dev.fiducia.kbs.config.ConfigProblem.Code;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `[verifier.nvidia]` and Trustee's `nvidia_verifier`.
final class NvidiaBinding {
    private static final String NRAS = "https://nras.attestation.nvidia.com/v4/attest";

    private static final int HOUR = 3600;
    private static final int MAX_AGE = 365 * 24 * HOUR;

    private NvidiaBinding() {}

    static NvidiaVerifierConfig bind(Section nvidia, Section trustee) {
        Map<String, Boolean> ours = new LinkedHashMap<>();
        ours.put("local", false);
        ours.put("remote", true);
        Map<String, Boolean> theirs = new LinkedHashMap<>();
        theirs.put("Local", false);
        theirs.put("Remote", true);
        theirs.putAll(ours);
        if (nvidia.has("mode") && trustee.has("type")) {
            nvidia.problem(
                    Code.CONFLICT,
                    "mode",
                    "type of Trustee's nvidia_verifier says who verifies devices; use one of the"
                            + " two");
        }
        Optional<Boolean> mode = nvidia.choice("mode", ours, "\"local\"");
        Optional<Boolean> type = trustee.choice("type", theirs, "\"Local\"");
        boolean isRemote = mode.or(() -> type).orElse(false);
        Optional<URI> service = address(nvidia, "service_url");
        Optional<URI> named = address(trustee, "verifier_url");
        List<Path> roots = nvidia.files("extra_roots");
        if (!roots.isEmpty()) {
            nvidia.note(
                    "verifier.nvidia.extra_roots: reports signed below "
                            + roots
                            + " count as hardware");
        }
        return new NvidiaVerifierConfig(
                isRemote ? (trustee.has("verifier_url") ? named : service) : Optional.empty(),
                roots);
    }

    static DpuVerifierConfig dpu(Section dpu, Section trustee) {
        List<Path> roots = new ArrayList<>(dpu.files("roots"));
        trustee.file("root_ca_cert_path").ifPresent(roots::add);
        int ours = dpu.whole("max_certificate_age_seconds", HOUR, 1, MAX_AGE);
        int theirs = trustee.whole("max_cert_age_secs", HOUR, 1, MAX_AGE);
        return new DpuVerifierConfig(
                roots,
                Duration.ofSeconds(
                        trustee.has("max_cert_age_secs") && !dpu.has("max_certificate_age_seconds")
                                ? theirs
                                : ours));
    }

    private static Optional<URI> address(Section section, String key) {
        String text = section.textOr(key, NRAS);
        Optional<URI> address = WebAddress.parse(text);
        if (address.isEmpty()) {
            section.problem(Code.BAD_VALUE, key, "\"" + text + "\" is not an http(s) address");
        }
        return address;
    }
}
