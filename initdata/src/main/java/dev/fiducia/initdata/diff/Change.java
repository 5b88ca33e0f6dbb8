package dev.fiducia.initdata.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Something that is not the same in both documents.
///
/// @param name what it is: a path of keys, a request, a platform value
/// @param before empty where only the second document has it
/// @param after empty where only the first document has it
public record Change(String name, Optional<String> before, Optional<String> after) {

    /// What two maps differ in, by name.
    static List<Change> between(Map<String, String> before, Map<String, String> after) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        List<Change> changes = new ArrayList<>();
        for (String name : names) {
            Optional<String> old = Optional.ofNullable(before.get(name));
            Optional<String> fresh = Optional.ofNullable(after.get(name));
            if (!old.equals(fresh)) {
                changes.add(new Change(name, old, fresh));
            }
        }
        return changes;
    }
}
