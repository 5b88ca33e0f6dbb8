package dev.fiducia.kbs.config;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.initdata.agentpolicy.PolicyMatch;
import dev.fiducia.initdata.lint.LintProfile;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the small tables that are ours: `[initdata]`, `[admission]`, `[policy]`, `[crypto]`,
/// `[limits]`, `[management]`.
final class ServiceBinding {
    private ServiceBinding() {}

    static InitdataConfig initdata(Section initdata, AdminConfig admin) {
        int minutes = initdata.whole("audit_interval_minutes", 0, 0, 525_600);
        return new InitdataConfig(
                initdata.whole("max_document_kib", 512, 1, 512) * 1024,
                initdata.whole("max_documents", 5_000, 1, 5_000),
                initdata.choice("profile", Words.lowerCase(LintProfile.class), "\"prod\"")
                        .orElse(LintProfile.PROD),
                serviceUrl(initdata),
                approval(initdata, admin),
                minutes == 0 ? Optional.empty() : Optional.of(Duration.ofMinutes(minutes)));
    }

    /// Two persons can agree only where administrators can be told apart.
    private static Approval approval(Section initdata, AdminConfig admin) {
        Map<String, Approval> words = new LinkedHashMap<>();
        words.put("none", Approval.NONE);
        words.put("second-person", Approval.SECOND_PERSON);
        Approval approval = initdata.choice("approval", words, "\"none\"").orElse(Approval.NONE);
        boolean areKnown =
                switch (admin) {
                    case AdminConfig.AuthenticatedAuthorization _, AdminConfig.DenyAll _ -> true;
                    case AdminConfig.GeneratedKey _, AdminConfig.InsecureAllowAll _ -> false;
                };
        if (approval == Approval.SECOND_PERSON && !areKnown) {
            initdata.problem(
                    ConfigProblem.Code.BAD_VALUE,
                    "approval",
                    "needs admin.authorization_mode = \"AuthenticatedAuthorization\": with one key"
                            + " for all, administrators can't be told apart");
        }
        return approval;
    }

    private static Optional<String> serviceUrl(Section initdata) {
        Optional<String> url = initdata.text("service_url");
        if (url.filter(text -> !text.matches("https?://[^/?#@\\s]+/?")).isPresent()) {
            initdata.problem(
                    ConfigProblem.Code.BAD_VALUE,
                    "service_url",
                    "must be a URL such as https://trustee.example.com, without path or query");
            return Optional.empty();
        }
        return url;
    }

    /// The runtime classes of confidential guests that Kata and OpenShift come with.
    private static final List<String> CONFIDENTIAL =
            List.of(
                    "kata-remote",
                    "kata-cc",
                    "kata-snp",
                    "kata-tdx",
                    "kata-qemu-snp",
                    "kata-qemu-tdx",
                    "kata-qemu-se",
                    "kata-qemu-cca",
                    "kata-qemu-nvidia-gpu-snp",
                    "kata-qemu-nvidia-gpu-tdx",
                    "kata-qemu-coco-dev");

    static AdmissionConfig admission(Section admission) {
        return new AdmissionConfig(
                admission.truth("enabled", false),
                admission
                        .choice("mode", Words.lowerCase(AdmissionConfig.Mode.class), "\"deny\"")
                        .orElse(AdmissionConfig.Mode.DENY),
                Set.copyOf(
                        admission
                                .texts("runtime_classes", "those of Kata and OpenShift")
                                .orElse(CONFIDENTIAL)),
                policyMatches(admission));
    }

    private static Set<String> policyMatches(Section admission) {
        Set<String> known = Words.lowerCase(PolicyMatch.class).keySet();
        Set<String> matches = Set.copyOf(admission.texts("policy_match"));
        if (!known.containsAll(matches)) {
            admission.problem(
                    ConfigProblem.Code.BAD_VALUE,
                    "policy_match",
                    "must be some of " + String.join(", ", known));
        }
        return matches;
    }

    static PolicyConfig policy(Section policy) {
        return new PolicyConfig(
                policy.choice("profile", Words.lowerCase(PolicyConfig.Profile.class), "\"strict\"")
                        .orElse(PolicyConfig.Profile.STRICT));
    }

    static CryptoConfig crypto(Section crypto) {
        return new CryptoConfig(
                crypto.choice("provider", Words.lowerCase(CryptoPreference.class), "\"auto\"")
                        .orElse(CryptoPreference.AUTO),
                crypto.choice(
                                "tls_engine",
                                Words.lowerCase(CryptoConfig.TlsEngine.class),
                                "\"auto\"")
                        .orElse(CryptoConfig.TlsEngine.AUTO));
    }

    static LimitsConfig limits(Section limits) {
        int processors = Runtime.getRuntime().availableProcessors();
        return new LimitsConfig(
                limits.whole("header_kib", 160, 8, 1024) * 1024,
                (int)
                        limits.whole("cpu_threads", "number of processors", 1, 1024)
                                .orElse(processors),
                limits.whole("queue", 1024, 1, 1_000_000),
                limits.whole("sessions", 100_000, 1, 10_000_000),
                Duration.ofSeconds(limits.whole("idle_timeout_seconds", 60, 1, 3600)));
    }

    static ManagementConfig management(Section management) {
        return new ManagementConfig(
                management.addresses("sockets", "[]").orElse(List.of()),
                Duration.ofSeconds(management.whole("drain_seconds", 0, 0, 600)),
                Duration.ofSeconds(management.whole("rehearsal_seconds", 20, 0, 60)),
                management.truth("service_metrics", false));
    }
}
