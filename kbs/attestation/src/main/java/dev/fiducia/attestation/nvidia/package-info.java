/// NVIDIA devices in confidential mode: attestation reports of GPUs (SPDM 1.1 MEASUREMENTS, signed
/// by a chain below NVIDIA's device identity root), verified here, or GPUs and switches verified by
/// NVIDIA's remote attestation service (NRAS), whose signed answers are verified here.
///
/// Measurements are claims: whether they are known is a policy's to judge.
@NullMarked
package dev.fiducia.attestation.nvidia;

import org.jspecify.annotations.NullMarked;
