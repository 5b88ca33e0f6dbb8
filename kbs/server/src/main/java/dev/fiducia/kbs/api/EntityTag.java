package dev.fiducia.kbs.api;

import java.util.List;
import java.util.Optional;

/// Versions of records as entity tags: `"17"`.
public final class EntityTag {
    private EntityTag() {}

    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /// What the fields of an `If-Match` name; empty for none.
    static Optional<Long> version(List<String> fields) throws ApiProblem {
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        String field = fields.getFirst();
        if (fields.size() > 1 || !field.matches("\"[0-9]{1,18}\"")) {
            throw new ApiProblem(
                    400,
                    "bad-if-match",
                    "If-Match here is one ETag as an answer of ours had it, such as \"17\"");
        }
        return Optional.of(Long.parseLong(field.substring(1, field.length() - 1)));
    }
}
