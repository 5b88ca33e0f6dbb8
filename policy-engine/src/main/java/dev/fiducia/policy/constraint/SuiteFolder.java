package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.JsonLimits;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.RegoYaml;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Resolves the paths in a suite, which are relative to the suite's file and stay within the folder
/// that the caller opened, and reads the documents there.
final class SuiteFolder {
    /// Manifests are small; a file beyond this is none.
    static final JsonLimits LIMITS = new JsonLimits(4 << 20, 128, 4096);

    private static final int MAX_PATH = 4096;

    private final SuiteFiles files;
    private final String suite;

    SuiteFolder(SuiteFiles files, String suite) {
        this.files = files;
        this.suite = suite;
    }

    /// The one document of a file.
    RegoValue document(String path) throws Refused {
        List<RegoValue> documents = documents(path);
        if (documents.size() != 1) {
            throw refused(
                    "the file must hold exactly one object, it holds " + documents.size(), path);
        }
        return documents.getFirst();
    }

    /// All documents of a file, at least one; empty ones are left out.
    List<RegoValue> documents(String path) throws Refused {
        List<RegoValue> documents;
        try {
            documents =
                    RegoYaml.parseAll(files.read(resolved(path)), LIMITS).stream()
                            .filter(document -> !(document instanceof RegoNull))
                            .toList();
        } catch (SuiteFileException | RegoJsonException e) {
            throw refused(String.valueOf(e.getMessage()), path);
        }
        if (documents.isEmpty()) {
            throw refused("the file holds no object", path);
        }
        return documents;
    }

    private String resolved(String path) throws Refused {
        if (path.length() > MAX_PATH || path.startsWith("/") || path.indexOf('\\') >= 0) {
            throw refused("must be a path relative to the suite", path);
        }
        Deque<String> parts = new ArrayDeque<>();
        String base = suite.contains("/") ? suite.substring(0, suite.lastIndexOf('/') + 1) : "";
        for (String part : (base + path).split("/", -1)) {
            switch (part) {
                case "", "." -> {}
                case ".." -> {
                    if (parts.pollLast() == null) {
                        throw refused("the path leaves the folder of the suites", path);
                    }
                }
                default -> parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    private static Refused refused(String message, String path) {
        return new Refused(ConstraintError.INVALID_SUITE, message, path);
    }
}
