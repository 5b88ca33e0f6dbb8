/// The types that terms can have as far as a policy's text says: the types themselves, what they
/// have in common, and the signatures of the built-in functions. Source: the type system of OPA's
/// compiler, whose notation error messages use. What is not known is a type of its own, and fits
/// everything.
@NullMarked
package dev.fiducia.policy.check;

import org.jspecify.annotations.NullMarked;
