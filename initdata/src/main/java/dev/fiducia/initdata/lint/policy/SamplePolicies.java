package dev.fiducia.initdata.lint.policy;

import java.util.Map;
import java.util.Optional;

/// The ready-made policies that Kata and the cloud-api-adaptor ship, by the SHA-256 of their text.
final class SamplePolicies {

    private static final Map<String, String> NAMES =
            Map.of(
                    "0bb24b3ac02a72f8f7a11cbeab9831d802393860479ef283d8e480d10dee6a19",
                    "Kata's allow-all.rego",
                    "5c886121c8fbf128cb11daa87237dd2b346ed9e7759cbb32af6fdb285be9923f",
                    "Kata's allow-all-except-exec-process.rego",
                    "53d5577691df2e4d5982825a4f8eb184a9686e9c3f577e949b7b2dcdff76736d",
                    "Kata's allow-set-policy.rego",
                    "e56308056e687453300b6f8519b3087a45ab64f7e33df9d536db4d09daa51f07",
                    "the cloud-api-adaptor's allow-all.rego",
                    "15cfa3af4ff91d931f1b4baee786db52c62ebbc2b41bb3d71fc58d73889d013f",
                    "the cloud-api-adaptor's allow-all-except-exec-process.rego",
                    "6fc21656976df2275294e4beecc6906de00e0d6645afa645800f26bf4b3ed167",
                    "the cloud-api-adaptor's disallow-all-except-setpolicy.rego");

    private SamplePolicies() {}

    static Optional<String> name(String sha256) {
        return Optional.ofNullable(NAMES.get(sha256));
    }
}
