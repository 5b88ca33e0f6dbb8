package dev.fiducia.policy.constraint;

import java.util.List;
import java.util.Optional;

/// The systems whose objects templates judge. Each has its own criteria of `spec.match`.
public enum Target {
    /// Kubernetes objects, as admission requests bring them.
    KUBERNETES("admission.k8s.gatekeeper.sh"),

    /// Initdata revisions of the registry.
    INITDATA("initdata.trustee");

    private static final String INITDATA_LOCAL = "initdata.trustee.local";

    private final String targetName;

    Target(String targetName) {
        this.targetName = targetName;
    }

    /// The name to write in a template.
    public String targetName() {
        return targetName;
    }

    /// What can happen to an object of this system.
    public List<String> operations() {
        return switch (this) {
            case KUBERNETES -> List.of("CREATE", "UPDATE", "DELETE", "CONNECT");
            case INITDATA -> List.of("REGISTER", "ACTIVATE", "REVOKE", "ATTEST", "RELEASE");
        };
    }

    /// The system of a name; initdata's may also end in `.local`.
    static Optional<Target> named(String name) {
        String known = name.equals(INITDATA_LOCAL) ? INITDATA.targetName : name;
        for (Target target : values()) {
            if (target.targetName.equals(known)) {
                return Optional.of(target);
            }
        }
        return Optional.empty();
    }

    Match match(Fields fields) throws Refused {
        return switch (this) {
            case KUBERNETES -> KubernetesMatch.read(fields);
            case INITDATA -> InitdataMatch.read(fields);
        };
    }
}
