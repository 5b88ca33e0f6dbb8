/// JMH benchmarks of compilation and evaluation; the module's README says how to run them. Sources:
/// policies of our own, and the recorded agent policies where they are at hand.
@NullMarked
package dev.fiducia.policy.bench;

import org.jspecify.annotations.NullMarked;
