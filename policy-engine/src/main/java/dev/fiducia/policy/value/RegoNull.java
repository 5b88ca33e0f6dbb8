package dev.fiducia.policy.value;

import org.jspecify.annotations.Nullable;

/// The value `null`, of which there is one.
public final class RegoNull implements RegoValue {
    public static final RegoNull NULL = new RegoNull();

    private RegoNull() {}

    @Override
    public int weight() {
        return 4;
    }

    @Override
    public ValueType type() {
        return ValueType.NULL;
    }

    @Override
    public @Nullable Object toJava() {
        return null;
    }

    @Override
    public String toString() {
        return "null";
    }
}
