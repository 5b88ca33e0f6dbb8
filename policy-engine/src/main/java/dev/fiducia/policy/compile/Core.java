package dev.fiducia.policy.compile;

import dev.fiducia.policy.Position;
import dev.fiducia.policy.syntax.Term.Comprehension.Kind;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A term after names are resolved: variables are objects, rules are paths below `data`.
sealed interface Core {
    record Const(RegoValue value) implements Core {}

    record Local(Variable variable) implements Core {}

    /// The `input` document.
    record Input() implements Core {}

    /// The `data` document.
    record Data() implements Core {}

    /// A reference; its head is never a reference itself.
    record Ref(Core head, List<Core> operands, Position at) implements Core {}

    record Call(Callee callee, List<Core> arguments, Position at) implements Core {}

    record Array(List<Core> items) implements Core {}

    record SetOf(List<Core> items) implements Core {}

    record Obj(List<Core> keys, List<Core> values) implements Core {}

    record Comp(Kind kind, @Nullable Core key, Core value, CoreBody body, Position at)
            implements Core {}

    /// Parts are constants for text, set comprehensions for holes.
    record Template(List<Core> parts, Position at) implements Core {}
}
