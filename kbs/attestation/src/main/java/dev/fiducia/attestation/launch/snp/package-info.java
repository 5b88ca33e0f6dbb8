/// The launch measurement of SEV-SNP guests, as their attestation report will have it.
///
/// Written after the SEV-SNP firmware ABI (8.17, SNP_LAUNCH_UPDATE: PAGE_INFO), the AMD64 manual,
/// volume 2 (table B-4: the save area of a vCPU), OVMF's SEV metadata and what QEMU, EC2 and Google
/// Compute Engine start vCPUs with. Firmware that a VMM would not start this way is refused, above
/// all a kernel with firmware that would not check it.
@NullMarked
package dev.fiducia.attestation.launch.snp;

import org.jspecify.annotations.NullMarked;
