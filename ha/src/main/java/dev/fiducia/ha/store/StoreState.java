package dev.fiducia.ha.store;

import java.util.Map;

/// How far a store had come at some moment.
///
/// @param lastCommit the number of the last commit of all
/// @param generations the last commit that touched each namespace
public record StoreState(long lastCommit, Map<Namespace, Long> generations) {

    public StoreState {
        generations = Map.copyOf(generations);
    }

    long generation(Namespace ns) {
        return generations.getOrDefault(ns, 0L);
    }
}
