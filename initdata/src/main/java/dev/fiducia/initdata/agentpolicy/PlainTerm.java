package dev.fiducia.initdata.agentpolicy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.fiducia.policy.syntax.Term;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/// Rego terms that are JSON written out: no variable, reference, call, set or comprehension, string
/// keys, no key twice, numbers of a sensible size.
final class PlainTerm {

    private static final int MAX_DIGITS = 100;
    private static final int MAX_SCALE = 1000;

    private PlainTerm() {}

    static Optional<JsonNode> json(Term term) {
        return switch (term) {
            case Term.NullLiteral _ -> Optional.of(NullNode.getInstance());
            case Term.BooleanLiteral(boolean value, _) -> Optional.of(BooleanNode.valueOf(value));
            case Term.NumberLiteral(String text, _) -> number(text);
            case Term.StringLiteral(String value, _) -> Optional.of(TextNode.valueOf(value));
            case Term.ArrayTerm array -> array(array);
            case Term.ObjectTerm object -> object(object);
            case Term.Var _,
                    Term.Ref _,
                    Term.Call _,
                    Term.SetTerm _,
                    Term.Comprehension _,
                    Term.Template _ ->
                    Optional.empty();
        };
    }

    private static Optional<JsonNode> array(Term.ArrayTerm array) {
        ArrayNode node = JsonNodeFactory.instance.arrayNode();
        for (Term item : array.items()) {
            Optional<JsonNode> value = json(item);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            node.add(value.get());
        }
        return Optional.of(node);
    }

    private static Optional<JsonNode> object(Term.ObjectTerm object) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        for (Term.Entry entry : object.entries()) {
            Optional<JsonNode> value = json(entry.value());
            if (value.isEmpty()
                    || !(entry.key() instanceof Term.StringLiteral(String key, _))
                    || node.has(key)) {
                return Optional.empty();
            }
            node.set(key, value.get());
        }
        return Optional.of(node);
    }

    private static Optional<JsonNode> number(String text) {
        if (text.length() > MAX_DIGITS) {
            return Optional.empty();
        }
        if (text.chars().allMatch(c -> c == '-' || Character.isDigit(c))) {
            return Optional.of(integer(new BigInteger(text)));
        }
        BigDecimal decimal = new BigDecimal(text);
        return Math.abs((long) decimal.scale()) > MAX_SCALE
                ? Optional.empty()
                : Optional.of(DecimalNode.valueOf(decimal));
    }

    /// The smallest node that holds the value, as a JSON reader makes it; nodes of different size
    /// are never equal.
    private static JsonNode integer(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return IntNode.valueOf(value.intValue());
        }
        return value.bitLength() < Long.SIZE
                ? LongNode.valueOf(value.longValue())
                : BigIntegerNode.valueOf(value);
    }
}
