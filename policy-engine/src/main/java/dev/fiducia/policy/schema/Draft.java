package dev.fiducia.policy.schema;

import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;

/// Whose rules a schema follows. Without `$schema`, those of all drafts together.
enum Draft {
    FOUR,
    SIX,
    SEVEN,
    ANY;

    private static final String BASE = "http://json-schema.org/draft-0";

    static Draft of(RegoObject schema) throws SchemaException {
        var named = schema.get("$schema");
        if (named == null) {
            return ANY;
        }
        if (!(named instanceof RegoString string)) {
            throw new SchemaException("$schema must be of type string");
        }
        String url = string.value();
        String plain = url.endsWith("#") ? url.substring(0, url.length() - 1) : url;
        return switch (plain) {
            case BASE + "4/schema" -> FOUR;
            case BASE + "6/schema" -> SIX;
            case BASE + "7/schema" -> SEVEN;
            default -> ANY;
        };
    }

    boolean fromSix() {
        return this == SIX || this == SEVEN || this == ANY;
    }

    boolean fromSeven() {
        return this == SEVEN || this == ANY;
    }
}
