package dev.fiducia.policy.builtin;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The functions that a policy may call: those of one host, less what the host does not grant.
///
/// Operators are here under OPA's names (`plus`, `minus`, `mul`, `div`, `rem`, `and`, `or`,
/// `equal`, `neq`, `lt`, `lte`, `gt`, `gte`, `internal.member_2`, `internal.member_3`). `eq`,
/// `assign`, `print` and `trace` belong to the evaluator and are not here.
public final class Builtins {
    private static final Map<String, Builtin> ALL = all();

    private static final Map<HostPower, Set<String>> POWERS =
            Map.of(
                    HostPower.RANDOM, Set.of("rand.intn", "uuid.rfc4122"),
                    HostPower.RUNTIME, Set.of("opa.runtime"),
                    HostPower.HTTP, Set.of("http.send"),
                    HostPower.NAMES, Set.of("net.lookup_ip_addr"));

    private final Map<String, Builtin> available;

    private Builtins(Map<String, Builtin> available) {
        this.available = available;
    }

    public static Builtins of(BuiltinSet set, Set<HostPower> powers) {
        var available = new HashMap<String, Builtin>();
        ALL.forEach((name, builtin) -> {
            if (Hosts.has(set, name) && granted(name, powers)) {
                available.put(name, builtin);
            }
        });
        return new Builtins(Map.copyOf(available));
    }

    /// The function of that name, or null where this host has none.
    public @Nullable Builtin find(String name) {
        return available.get(name);
    }

    public Set<String> names() {
        return available.keySet();
    }

    private static boolean granted(String name, Set<HostPower> powers) {
        for (var power : POWERS.entrySet()) {
            if (power.getValue().contains(name)) {
                return powers.contains(power.getKey());
            }
        }
        return true;
    }

    private static Map<String, Builtin> all() {
        var catalogue = new Catalogue();
        AggregateBuiltins.declare(catalogue);
        ArithmeticBuiltins.declare(catalogue);
        ArrayBuiltins.declare(catalogue);
        BitsBuiltins.declare(catalogue);
        ComparisonBuiltins.declare(catalogue);
        CryptoBuiltins.declare(catalogue);
        EncodingBuiltins.declare(catalogue);
        GlobBuiltins.declare(catalogue);
        GraphBuiltins.declare(catalogue);
        HttpBuiltins.declare(catalogue);
        JsonBuiltins.declare(catalogue);
        JwtBuiltins.declare(catalogue);
        JwtSigningBuiltins.declare(catalogue);
        NetBuiltins.declare(catalogue);
        ObjectBuiltins.declare(catalogue);
        RegexBuiltins.declare(catalogue);
        RegoBuiltins.declare(catalogue);
        ReplaceBuiltins.declare(catalogue);
        SchemaBuiltins.declare(catalogue);
        SetBuiltins.declare(catalogue);
        SprintfBuiltin.declare(catalogue);
        StringBuiltins.declare(catalogue);
        TimeBuiltins.declare(catalogue);
        TrimBuiltins.declare(catalogue);
        TypeBuiltins.declare(catalogue);
        UnitsBuiltins.declare(catalogue);
        UriBuiltins.declare(catalogue);
        UuidBuiltins.declare(catalogue);
        VersionBuiltins.declare(catalogue);
        X509Builtins.declare(catalogue);
        YamlBuiltins.declare(catalogue);
        return catalogue.byName();
    }
}
