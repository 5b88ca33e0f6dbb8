package dev.fiducia.ha.audit;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is to be told: who did what to what.
///
/// @param action such as `initdata.revoke`
/// @param target what it was done to, such as an id
/// @param details what else is worth knowing; values longer than 2,000 characters are cut
public record AuditEntry(
        String actor, String action, String target, SortedMap<String, String> details) {
    private static final int LONGEST = 2000;

    public AuditEntry {
        actor = cut(actor);
        action = cut(action);
        target = cut(target);
        SortedMap<String, String> copy = new TreeMap<>();
        details.forEach((name, value) -> copy.put(cut(name), cut(value)));
        details = Collections.unmodifiableSortedMap(copy);
    }

    public static AuditEntry of(
            String actor, String action, String target, Map<String, String> details) {
        return new AuditEntry(actor, action, target, new TreeMap<>(details));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
