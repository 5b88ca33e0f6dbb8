package dev.fiducia.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What generated text may refer to at one place: the variables of the bodies around it, and the
/// rules and functions before it, so that nothing is recursive.
final class Visible {
    /// What a term is meant to be. Base documents may be something else, as in life.
    enum Kind {
        NUMBER,
        STRING,
        BOOLEAN,
        NUMBERS,
        OBJECT
    }

    /// A variable.
    record Variable(String name, Kind kind) {}

    /// A rule, or a function if it has parameters.
    record Symbol(String home, String name, Kind kind, List<Kind> parameters) {
        Symbol {
            parameters = List.copyOf(parameters);
        }

        boolean isFunction() {
            return !parameters.isEmpty();
        }

        String path() {
            return "data." + home + "." + name;
        }
    }

    private final String home;
    private final List<Symbol> symbols;
    private final List<Variable> variables;

    private Visible(String home, List<Symbol> symbols, List<Variable> variables) {
        this.home = home;
        this.symbols = symbols;
        this.variables = variables;
    }

    /// The beginning of a clause in the package of this name.
    static Visible in(String home, List<Symbol> symbols) {
        return new Visible(home, List.copyOf(symbols), new ArrayList<>());
    }

    /// The inside of a comprehension or the like: what it declares is not seen outside.
    Visible nested() {
        return new Visible(home, symbols, new ArrayList<>(variables));
    }

    void declare(String name, Kind kind) {
        variables.add(new Variable(name, kind));
    }

    Optional<String> variable(Kind kind, Draw draw) {
        return chosen(variables.stream().filter(v -> v.kind() == kind), draw).map(Variable::name);
    }

    Optional<Symbol> rule(Kind kind, Draw draw) {
        return chosen(symbols.stream().filter(s -> s.kind() == kind && !s.isFunction()), draw);
    }

    Optional<Symbol> function(Kind kind, Draw draw) {
        return chosen(symbols.stream().filter(s -> s.kind() == kind && s.isFunction()), draw);
    }

    /// What a rule or function is called here.
    String reference(Symbol symbol, Draw draw) {
        boolean plain = symbol.home().equals(home) && draw.chance(70);
        return plain ? symbol.name() : symbol.path();
    }

    private static <T> Optional<T> chosen(Stream<T> candidates, Draw draw) {
        List<T> all = candidates.toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(draw.of(all));
    }
}
