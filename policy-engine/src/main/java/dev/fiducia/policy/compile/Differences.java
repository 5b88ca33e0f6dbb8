package dev.fiducia.policy.compile;

import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.builtin.BuiltinSet;
import dev.fiducia.policy.builtin.Builtins;
import dev.fiducia.policy.builtin.HostPower;
import dev.fiducia.policy.compile.CoreBody.Form;
import dev.fiducia.policy.compile.CoreBody.Lit;
import dev.fiducia.policy.value.RegoValue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Finds what OPA, Trustee's engine and the Kata agent's would decide differently.
///
/// Only what an author can act on is said: negated calls whose argument may be undefined, functions
/// that another host lacks (once each), and calls whose purpose includes failing, such as
/// conversions, with arguments that are not written out. That any function fails on an argument of
/// a wrong type is true everywhere and said nowhere.
final class Differences extends Walker {
    private static final Builtins TRUSTEE = host(BuiltinSet.TRUSTEE);
    private static final Builtins KATA = host(BuiltinSet.KATA);

    /// Functions that fail on some values of the right type.
    private static final Set<String> CONVERSIONS =
            Set.of(
                    "to_number",
                    "json.unmarshal",
                    "yaml.unmarshal",
                    "base64.decode",
                    "base64url.decode",
                    "hex.decode",
                    "urlquery.decode",
                    "urlquery.decode_object",
                    "semver.compare",
                    "uri.parse",
                    "div",
                    "rem",
                    "json.patch",
                    "regex.template_match");

    private static final Set<String> CONVERTING_FAMILIES =
            Set.of("units.", "time.parse_", "net.cidr_", "crypto.x509.", "io.jwt.");

    private final Node root;
    private final Set<Diagnostic> found = new LinkedHashSet<>();

    /// In the profile of OPA, nested calls stand before the negation already: their values.
    private final Set<Variable> uncertain = new HashSet<>();

    private final Set<String> missing = new HashSet<>();

    private Differences(Node root) {
        this.root = root;
    }

    static List<Diagnostic> of(Node root, List<Group> groups) {
        Differences finder = new Differences(root);
        for (Group group : groups) {
            for (Group.Resolved clause : group.resolved) {
                finder.body(clause.body());
                clause.heads().forEach(finder::walk);
            }
        }
        return new ArrayList<>(finder.found);
    }

    private static Builtins host(BuiltinSet set) {
        return Builtins.of(set, EnumSet.allOf(HostPower.class));
    }

    /// That only OPA has a function.
    static Diagnostic lackedByHosts(String name, Position at) {
        return Diagnostic.warning(
                "profile_builtin",
                "the engines of Trustee and the Kata agent do not have the function " + name,
                at);
    }

    private void add(String code, String message, Position at) {
        found.add(Diagnostic.warning(code, message, at));
    }

    @Override
    void literal(Lit lit) {
        if (lit.form() instanceof Form.Unify(Core.Local(Variable value), Core.Call call)
                && value.name.equals(CallHoister.CALL)
                && !value.visible
                && mayBeUndefined(call)) {
            uncertain.add(value);
        }
        if (lit.negated() && dependsOnArguments(lit.form())) {
            add(
                    "profile_negation",
                    "`not` with a call whose argument may be undefined: then it is undefined in OPA,"
                            + " but true in the engines of Trustee and the Kata agent",
                    lit.at());
        }
    }

    private boolean dependsOnArguments(Form form) {
        return switch (form) {
            case Form.Holds(Core.Call call) -> anyMayBeUndefined(call);
            case Form.Holds(Core term) -> holdsCall(term);
            case Form.Unify(Core left, Core right) -> holdsCall(left) || holdsCall(right);
            case Form.Every _, Form.Nested _, Form.Print _ -> false;
        };
    }

    /// Equality is undefined, not its arguments, when one of them is.
    private boolean anyMayBeUndefined(Core.Call call) {
        boolean equality = call.callee() instanceof Callee.OfBuiltin b && b.name().equals("equal");
        return call.arguments().stream()
                .anyMatch(argument -> equality ? holdsCall(argument) : mayBeUndefined(argument));
    }

    private boolean holdsCall(Core term) {
        return switch (term) {
            case Core.Call call -> mayBeUndefined(call);
            case Core.Local l -> uncertain.contains(l.variable());
            case Core.Ref r -> holdsCall(r.head()) || any(r.operands());
            case Core.Array a -> any(a.items());
            case Core.SetOf s -> any(s.items());
            case Core.Obj o -> any(o.keys()) || any(o.values());
            case Core.Const _, Core.Input _, Core.Data _, Core.Comp _, Core.Template _ -> false;
        };
    }

    private boolean any(List<Core> terms) {
        return terms.stream().anyMatch(this::holdsCall);
    }

    private boolean mayBeUndefined(Core term) {
        return switch (term) {
            case Core.Const _, Core.Comp _, Core.Template _, Core.Input _, Core.Data _ -> false;
            case Core.Local l -> uncertain.contains(l.variable());
            case Core.Ref r -> !isDefinedRule(r);
            case Core.Call call ->
                    call.callee() instanceof Callee.OfPolicy
                            || call.arguments().stream().anyMatch(this::mayBeUndefined);
            case Core.Array a -> a.items().stream().anyMatch(this::mayBeUndefined);
            case Core.SetOf s -> s.items().stream().anyMatch(this::mayBeUndefined);
            case Core.Obj o ->
                    o.keys().stream().anyMatch(this::mayBeUndefined)
                            || o.values().stream().anyMatch(this::mayBeUndefined);
        };
    }

    /// Whether the reference names a rule that has a value whatever the input is.
    private boolean isDefinedRule(Core.Ref ref) {
        if (!(ref.head() instanceof Core.Data)) {
            return false;
        }
        Node node = root;
        for (Core operand : ref.operands()) {
            node = operand instanceof Core.Const(RegoValue key) ? node.child(key) : null;
            if (node == null) {
                return false;
            }
        }
        Group group = node.group;
        return group != null
                && switch (group.kind) {
                    case SET, OBJECT -> true;
                    case COMPLETE -> group.entries.stream().anyMatch(e -> e.rule().isCertain());
                    case FUNCTION -> false;
                };
    }

    @Override
    void term(Core term) {
        if (!(term instanceof Core.Call call) || !(call.callee() instanceof Callee.OfBuiltin b)) {
            return;
        }
        String name = b.name();
        boolean trustee = TRUSTEE.find(name) != null;
        boolean kata = KATA.find(name) != null;
        if ((!trustee || !kata) && missing.add(name)) {
            if (!trustee && !kata) {
                found.add(lackedByHosts(name, call.at()));
            } else {
                String where = trustee ? "the Kata agent's engine does" : "Trustee's engine does";
                add("profile_builtin", where + " not have the function " + name, call.at());
            }
        }
        if (trustee && isConversion(name) && !writtenOut(call, name)) {
            add(
                    "profile_builtin_error",
                    "where "
                            + shown(name)
                            + " fails, Trustee's engine ends the evaluation with an error;"
                            + " in OPA and the Kata agent it is undefined",
                    call.at());
        }
    }

    private static boolean isConversion(String name) {
        return CONVERSIONS.contains(name)
                || CONVERTING_FAMILIES.stream().anyMatch(name::startsWith);
    }

    /// Division fails by its divisor only.
    private static boolean writtenOut(Core.Call call, String name) {
        List<Core> arguments = call.arguments();
        boolean division = name.equals("div") || name.equals("rem");
        return (division ? arguments.subList(1, 2) : arguments)
                .stream().allMatch(Core.Const.class::isInstance);
    }

    private static String shown(String name) {
        return switch (name) {
            case "div" -> "the division";
            case "rem" -> "the remainder";
            default -> name;
        };
    }
}
