package dev.fiducia.initdata.lint;

import org.jspecify.annotations.Nullable;

/// One row of the tables: a document and what a rule must say about it.
///
/// @param id the rule
/// @param draft the document
/// @param severity what it must find; null when it must find nothing
/// @param passage what stands at the place of the finding, or empty when it has none
/// @param path the finding's keys
record Row(String id, Draft draft, @Nullable Severity severity, String passage, String path) {

    static Row error(String id, Draft draft, String passage, String path) {
        return new Row(id, draft, Severity.ERROR, passage, path);
    }

    static Row warning(String id, Draft draft, String passage, String path) {
        return new Row(id, draft, Severity.WARNING, passage, path);
    }

    static Row info(String id, Draft draft, String passage, String path) {
        return new Row(id, draft, Severity.INFO, passage, path);
    }

    /// A twin: alike, and not found.
    static Row clean(String id, Draft draft) {
        return new Row(id, draft, null, "", "");
    }

    @Override
    public String toString() {
        return id + " " + (severity == null ? "twin" : severity.letter()) + " " + passage;
    }
}
