/// Azure's confidential VMs: a paravisor (HCL) at the highest privilege takes the hardware report,
/// and gives the guest a vTPM whose attestation key that report vouches for.
///
/// Written after Microsoft's description of guest attestation for confidential VMs (HCL report,
/// runtime data) and the evidence formats 0, 1 and 2 of the Confidential Containers attester. What
/// is proven, link by link: the hardware signed its report; the report's data is the hash of the
/// runtime data; the runtime data names the attestation key; that key signed the quote; the quote
/// carries the nonce and the PCR values. Refused are reports whose runtime data is another's,
/// quotes over anything but the 24 registers of the SHA-256 bank, and runtime data written for
/// another handshake.
@NullMarked
package dev.fiducia.attestation.azure;

import org.jspecify.annotations.NullMarked;
