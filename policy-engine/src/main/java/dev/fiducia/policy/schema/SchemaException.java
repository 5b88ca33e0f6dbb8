package dev.fiducia.policy.schema;

/// The value is no schema that can be used, or its use takes too much; the message says why.
public final class SchemaException extends Exception {
    private static final long serialVersionUID = 1;

    public SchemaException(String message) {
        super(message);
    }

    public SchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
