/// Jopa, the Rego policy engine: compiles policies once, evaluates them from any number of threads.
/// Follows OPA's language (versions 0 and 1) and, by profile, the rules of the hosts that embed it.
/// Refuses by values: a bad policy is a list of diagnostics, a failed evaluation is an
/// EvalResult.Failed.
@NullMarked
package dev.fiducia.policy;

import org.jspecify.annotations.NullMarked;
