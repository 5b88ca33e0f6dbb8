/// From evidence to an attestation result: the seam between what a TEE reports and what is decided
/// from it.
///
/// A [dev.fiducia.attestation.Verifier] authenticates the evidence of one TEE and turns it into
/// claims; appraisal judges the claims by policy, and a signed token carries the result. Expected
/// refusals are values ([dev.fiducia.attestation.Refusal]), never exceptions.
@NullMarked
package dev.fiducia.attestation;

import org.jspecify.annotations.NullMarked;
