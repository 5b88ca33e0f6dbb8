/// Judges verified claims: runs the attestation policy of a TEE class and turns what it says into a
/// trust vector. Sources: EAR and AR4SI as Trustee uses them; policies are Rego, reference values
/// come from one snapshot. Whatever is undefined, failing or out of range is refused; nothing here
/// passes by default.
@NullMarked
package dev.fiducia.attestation.appraisal;

import org.jspecify.annotations.NullMarked;
