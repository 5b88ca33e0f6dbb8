package dev.fiducia.policy.syntax;

import dev.fiducia.policy.Position;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// An expression that stands for a value.
public sealed interface Term {
    Position at();

    /// What kind of term this is, in the words of error messages.
    default String typeName() {
        return switch (this) {
            case NullLiteral n -> "null";
            case BooleanLiteral b -> "boolean";
            case NumberLiteral n -> "number";
            case StringLiteral s -> "string";
            case Var v -> "var";
            case Ref r -> "ref";
            case Call c -> "call";
            case ArrayTerm a -> "array";
            case SetTerm s -> "set";
            case ObjectTerm o -> "object";
            case Comprehension c -> c.kind().name().toLowerCase(Locale.ROOT) + "comprehension";
            case Template t -> "templatestring";
        };
    }

    /// A value written out: it holds no variable and no reference.
    sealed interface Scalar extends Term {}

    record NullLiteral(Position at) implements Scalar {}

    record BooleanLiteral(boolean value, Position at) implements Scalar {}

    /// A number as it was written, so that its value and form stay exact.
    record NumberLiteral(String text, Position at) implements Scalar {}

    record StringLiteral(String value, Position at) implements Scalar {}

    /// A name: a local variable, a rule, an import, `input`, `data`, or the wildcard `_`.
    record Var(String name, Position at) implements Term {
        public boolean isWildcard() {
            return name.equals("_");
        }
    }

    /// `head[operand]…`; `x.y` has the string literal y as its operand.
    record Ref(Term head, List<Term> operands, Position at) implements Term {
        public Ref {
            operands = List.copyOf(operands);
        }
    }

    /// A call; infix operators carry the built-in's name as operator and are never user functions.
    record Call(Term operator, List<Term> arguments, boolean infix, Position at) implements Term {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    record ArrayTerm(List<Term> items, Position at) implements Term {
        public ArrayTerm {
            items = List.copyOf(items);
        }
    }

    record SetTerm(List<Term> items, Position at) implements Term {
        public SetTerm {
            items = List.copyOf(items);
        }
    }

    record ObjectTerm(List<Entry> entries, Position at) implements Term {
        public ObjectTerm {
            entries = List.copyOf(entries);
        }
    }

    /// One key with its value in an object.
    record Entry(Term key, Term value) {}

    /// A term built from each solution of a body; objects have a key, sets and arrays have none.
    record Comprehension(Kind kind, @Nullable Term key, Term value, Body body, Position at)
            implements Term {
        /// What the comprehension builds.
        public enum Kind {
            ARRAY,
            SET,
            OBJECT
        }
    }

    /// `$"text {term} text"`; text parts are string literals.
    record Template(List<Part> parts, Position at) implements Term {
        public Template {
            parts = List.copyOf(parts);
        }

        /// A piece of a template string.
        public sealed interface Part {}

        /// Literal text.
        public record Text(String value) implements Part {}

        /// An interpolated term, with the documents it replaces.
        public record Hole(Term term, List<Literal.With> with) implements Part {
            public Hole {
                with = List.copyOf(with);
            }
        }
    }
}
