/// Tests of the policy engine as its users see it. The conformance suite and the corpus of agent
/// policies are read from the shared vectors. What is known to fail is listed with its reason,
/// nothing is passed over in silence.
@NullMarked
package dev.fiducia.policy;

import org.jspecify.annotations.NullMarked;
