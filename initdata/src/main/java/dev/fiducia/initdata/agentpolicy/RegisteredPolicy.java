package dev.fiducia.initdata.agentpolicy;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// An agent policy that someone approved, as the caller's registry knows it.
///
/// @param id the registry's identity of this revision
/// @param name the name that its revisions share
/// @param revision the number of the revision, from 1
/// @param labels free labels, sorted
/// @param kind what of a policy is registered
/// @param text the whole policy, or the rules part without `policy_data`
public record RegisteredPolicy(
        String id, String name, int revision, Map<String, String> labels, Kind kind, String text) {

    /// What of a policy is registered.
    public enum Kind {
        /// All of it.
        FULL,
        /// The rules alone, such as those of a Kata release, to which each workload adds its
        /// `policy_data`.
        RULES
    }

    public RegisteredPolicy {
        SortedMap<String, String> sorted = new TreeMap<>(labels);
        labels = Collections.unmodifiableSortedMap(sorted);
    }
}
