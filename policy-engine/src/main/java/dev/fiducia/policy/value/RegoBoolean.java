package dev.fiducia.policy.value;

/// `true` and `false`, of which there is one each: they may be compared by identity.
public final class RegoBoolean implements RegoValue {
    public static final RegoBoolean TRUE = new RegoBoolean(true);
    public static final RegoBoolean FALSE = new RegoBoolean(false);

    private final boolean value;

    private RegoBoolean(boolean value) {
        this.value = value;
    }

    public static RegoBoolean of(boolean value) {
        return value ? TRUE : FALSE;
    }

    public boolean value() {
        return value;
    }

    @Override
    public int weight() {
        return 5;
    }

    @Override
    public ValueType type() {
        return ValueType.BOOLEAN;
    }

    @Override
    public Boolean toJava() {
        return value;
    }

    @Override
    public String toString() {
        return value ? "true" : "false";
    }
}
