/// Rego values: immutable, hashable, ordered as Rego orders them, with exact numbers. JSON comes in
/// and goes out here, through a strict and bounded reader. Nothing in this package knows of
/// policies or evaluation.
@NullMarked
package dev.fiducia.policy.value;

import org.jspecify.annotations.NullMarked;
