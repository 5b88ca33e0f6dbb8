package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoValue;

/// A comparison that a clause makes before all that could be seen from outside: the clause can only
/// hold where the place has this value.
public record Guard(Place place, RegoValue value) {}
