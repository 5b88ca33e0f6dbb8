package dev.fiducia.policy.schema;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;

/// Where in a document a check stands; its text is made only when something is wrong there.
record Place(@Nullable Place above, String name) {
    static final Place ROOT = new Place(null, "(root)");

    Place below(String child) {
        return new Place(this, child);
    }

    String field() {
        if (above == null) {
            return name;
        }
        var names = new ArrayDeque<String>();
        for (Place at = this; at != null && at.above != null; at = at.above) {
            names.push(at.name);
        }
        return String.join(".", names);
    }
}
