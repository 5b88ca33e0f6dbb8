/// The running form of a policy: steps with a fixed next, closures for ground terms, and contexts.
/// Source: OPA's evaluation semantics; variables are frame slots whose boundness is known
/// statically. Refuses to go on beyond the limits of steps, depth, output and time, by one typed
/// Halt.
@NullMarked
package dev.fiducia.policy.eval;

import org.jspecify.annotations.NullMarked;
