/// Why an evaluation gave what it gave: which clauses were tried, which of their expressions held
/// or failed, and the values at the first failure; as values, as JSON and as text for people. An
/// explanation is made by code of its own, compiled when it is first asked for, so that evaluating
/// costs nothing for it. Secrets can be masked; length and number of records are bounded.
@NullMarked
package dev.fiducia.policy.explain;

import org.jspecify.annotations.NullMarked;
