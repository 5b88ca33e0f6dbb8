/// The built-in functions of Rego, one family a file, and the seam through which an evaluator calls
/// them. Every call works within a budget of steps and of produced output, so that no argument can
/// hang or exhaust the process. Nothing here does I/O; randomness and the clock come from the
/// caller.
@NullMarked
package dev.fiducia.policy.builtin;

import org.jspecify.annotations.NullMarked;
