package dev.fiducia.policy.builtin;

/// Which functions the hosts of policies have built in.
final class Hosts {
    private Hosts() {}

    static boolean has(BuiltinSet set, String name) {
        return switch (set) {
            case OPA -> true;
            case TRUSTEE -> !beyondStandard(name) && !name.startsWith("base64url.");
            case KATA -> !beyondStandard(name) && !name.startsWith("time.");
        };
    }

    /// Whether a feature that neither host builds its engine with provides the function.
    private static boolean beyondStandard(String name) {
        int dot = name.indexOf('.');
        return switch (dot < 0 ? "" : name.substring(0, dot)) {
            case "crypto",
                    "glob",
                    "graph",
                    "graphql",
                    "hex",
                    "http",
                    "io",
                    "net",
                    "opa",
                    "providers",
                    "rand",
                    "rego",
                    "semver",
                    "urlquery",
                    "uri",
                    "uuid",
                    "yaml" ->
                    true;
            default -> false;
        };
    }
}
