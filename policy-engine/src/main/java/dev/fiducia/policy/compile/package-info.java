/// From syntax trees to running code: names, scopes, safety, recursion, conflicts, and the emitter.
/// Source: the stages of OPA's compiler, in its order where the order shows in the language.
/// Refuses policies with typed diagnostics, several at once; never throws for a policy's text.
@NullMarked
package dev.fiducia.policy.compile;

import org.jspecify.annotations.NullMarked;
