package dev.fiducia.ha.store;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What one record and one commit may hold. Modules check their own, tighter bounds on what users
/// send; these are the last line, so that no store ever has to hold what another could not.
public final class RecordLimits {

    /// Longest key, in bytes of its UTF-8 form.
    public static final int KEY_BYTES = 1024;

    /// Largest value, before it is sealed.
    public static final int VALUE_BYTES = 4 << 20;

    /// Most changes in one commit.
    public static final int CHANGES = 2048;

    /// Most bytes of values in one commit.
    public static final int COMMIT_BYTES = 16 << 20;

    /// Most records in one page of a listing.
    public static final int PAGE = 1000;

    private RecordLimits() {}

    /// True if a record may be stored under this key: not empty, at most [#KEY_BYTES] long, without
    /// control characters and without half of a surrogate pair.
    public static boolean isKey(String key) {
        return !key.isEmpty()
                && key.length() <= KEY_BYTES
                && key.getBytes(StandardCharsets.UTF_8).length <= KEY_BYTES
                && key.codePoints().noneMatch(RecordLimits::isForbidden);
    }

    private static boolean isForbidden(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE;
    }

    static String requireKey(String key) {
        if (!isKey(key)) {
            throw new IllegalArgumentException(
                    "a record key has 1 to "
                            + KEY_BYTES
                            + " bytes of text without control characters");
        }
        return key;
    }

    static byte[] requireValue(byte[] value) {
        if (value.length > VALUE_BYTES) {
            throw new IllegalArgumentException(
                    "a record value has at most " + VALUE_BYTES + " bytes");
        }
        return value.clone();
    }

    static void requirePage(int limit) {
        if (limit < 1 || limit > PAGE) {
            throw new IllegalArgumentException("a page has 1 to " + PAGE + " records");
        }
    }

    static void requireCommittable(List<Change> changes) {
        if (changes.isEmpty() || changes.size() > CHANGES) {
            throw new IllegalArgumentException("a commit has 1 to " + CHANGES + " changes");
        }
        long bytes = 0;
        Set<WriteTransaction.Place> places = new HashSet<>();
        for (Change change : changes) {
            if (!places.add(new WriteTransaction.Place(change.ns(), change.key()))) {
                throw new IllegalArgumentException("a commit changes a record once: " + change);
            }
            bytes += change instanceof Change.Put put ? put.size() : 0;
        }
        if (bytes > COMMIT_BYTES) {
            throw new IllegalArgumentException(
                    "a commit has at most " + COMMIT_BYTES + " bytes of values");
        }
    }

    static Set<WriteTransaction.Place> places(List<Change> changes) {
        return changes.stream()
                .map(change -> new WriteTransaction.Place(change.ns(), change.key()))
                .collect(Collectors.toSet());
    }
}
