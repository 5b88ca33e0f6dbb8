/// TPM 2.0 quotes: what a TPM signed about its PCRs, and the checks that make it mean something.
///
/// Written after the TCG's TPM 2.0 Library, Part 2: Structures (TPMS_ATTEST 10.12.12,
/// TPMS_PCR_SELECTION 10.6.1, TPMT_SIGNATURE 11.3.4). A list of PCR values is believed only as far
/// as the *signed* selection names them: a quote over other registers or of another bank is
/// refused, however well its digest fits. Who owns the attestation key is not this package's
/// question: for Azure the hardware report says it, for a plain TPM only a policy can.
@NullMarked
package dev.fiducia.attestation.tpm;

import org.jspecify.annotations.NullMarked;
