package dev.fiducia.policy.constraint;

import java.util.Arrays;
import java.util.Optional;

/// Where a review takes place; scoped constraints name the places that they act at.
public enum EnforcementPoint {
    /// Before an object is stored.
    WEBHOOK("validation.gatekeeper.sh"),
    /// When stored objects are looked over.
    AUDIT("audit.gatekeeper.sh"),
    /// In suites and on the command line.
    GATOR("gator.gatekeeper.sh"),
    /// In the API server itself. No review of ours takes place there.
    API_SERVER("vap.k8s.io"),
    /// When the registry takes a request on an initdata revision.
    REGISTRY("registry.initdata.trustee");

    private final String text;

    EnforcementPoint(String text) {
        this.text = text;
    }

    static Optional<EnforcementPoint> named(String name) {
        return Arrays.stream(values()).filter(point -> point.text.equals(name)).findFirst();
    }

    /// As documents write it.
    public String text() {
        return text;
    }
}
