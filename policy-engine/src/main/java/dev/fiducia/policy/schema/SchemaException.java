package dev.fiducia.policy.schema;

/// The value is no schema that can be used, or its use takes too much; the message says why.
public final class SchemaException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean limit;

    public SchemaException(String message) {
        super(message);
        this.limit = false;
    }

    public SchemaException(String message, Throwable cause) {
        super(message, cause);
        this.limit = false;
    }

    private SchemaException(boolean limit, String message) {
        super(message);
        this.limit = limit;
    }

    /// The schema may well be right, and takes more than is spent here.
    public static SchemaException beyond(String message) {
        return new SchemaException(true, message);
    }

    /// Whether the schema may well be right, and only takes more than is spent here.
    public boolean isLimit() {
        return limit;
    }
}
