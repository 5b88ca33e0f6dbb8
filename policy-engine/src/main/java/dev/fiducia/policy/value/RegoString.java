package dev.fiducia.policy.value;

/// A string of Unicode code points.
///
/// Rego strings may also hold bytes that are not UTF-8 (what `base64.decode` gives for binary
/// data). Such a byte is kept as one lone low surrogate U+DC80..U+DCFF, so that [#bytes()] gives
/// back exactly what went in; as JSON it appears as U+FFFD.
public final class RegoString implements RegoValue {
    public static final RegoString EMPTY = new RegoString("");

    private final String value;
    private int hash;

    private RegoString(String value) {
        this.value = value;
    }

    public static RegoString of(String value) {
        return value.isEmpty() ? EMPTY : new RegoString(value);
    }

    /// The same string as one to look up objects with. Keys that are read from JSON are interned: a
    /// key that is too is found without a look at its characters.
    public RegoString asKey() {
        return new RegoString(value.intern());
    }

    /// Reads UTF-8; a byte that is not part of valid UTF-8 is kept as it is.
    public static RegoString ofBytes(byte[] bytes) {
        return of(Utf8.decode(bytes));
    }

    public String value() {
        return value;
    }

    /// The UTF-8 bytes, with kept bytes as they came.
    public byte[] bytes() {
        return Utf8.encode(value);
    }

    /// The length as Rego counts it.
    public int codePoints() {
        return value.codePointCount(0, value.length());
    }

    @Override
    public ValueType type() {
        return ValueType.STRING;
    }

    @Override
    public int weight() {
        return value.length() + 2;
    }

    @Override
    public String toJava() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RegoString string && value.equals(string.value);
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = Hash.of(value);
        }
        return hash;
    }

    /// The quoted form.
    @Override
    public String toString() {
        return Quoting.rego(value);
    }
}
