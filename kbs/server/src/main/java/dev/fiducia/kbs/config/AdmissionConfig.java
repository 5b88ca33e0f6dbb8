package dev.fiducia.kbs.config;

import java.util.Set;

/// `[admission]`: the webhook for pods of the untrusted cluster.
///
/// @param isEnabled whether there is one
/// @param runtimeClasses of the pods that are judged
/// @param policyMatches how an agent policy may relate to the registered ones (`exact`,
///   `equivalent`, `rules`, …); empty when any may
public record AdmissionConfig(
        boolean isEnabled, Mode mode, Set<String> runtimeClasses, Set<String> policyMatches) {

    public AdmissionConfig {
        runtimeClasses = Set.copyOf(runtimeClasses);
        policyMatches = Set.copyOf(policyMatches);
    }

    /// What becomes of a pod that would not get its secrets.
    public enum Mode {
        /// It is not admitted.
        DENY,
        /// It is admitted, and its user warned.
        WARN
    }
}
