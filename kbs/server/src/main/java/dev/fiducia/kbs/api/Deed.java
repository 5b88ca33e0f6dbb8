package dev.fiducia.kbs.api;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an administrator did, for the record.
///
/// @param actor who did it
/// @param action such as `grant.revoke`
/// @param target what it was done to, such as an id
/// @param details what else is worth knowing; never a secret
public record Deed(String actor, String action, String target, SortedMap<String, String> details) {
    public Deed {
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    public static Deed of(String actor, String action, String target, Map<String, String> details) {
        return new Deed(actor, action, target, new TreeMap<>(details));
    }
}
