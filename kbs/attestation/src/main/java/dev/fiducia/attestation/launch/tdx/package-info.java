/// The measurements of Intel TDX guests: MRTD of the firmware that a TD is built of, and the
/// runtime registers of a kernel that the VMM boots directly.
///
/// Written after Intel's TDX module specification (TDH.MEM.PAGE.ADD, TDH.MR.EXTEND), the TDVF
/// design guide (metadata), EDK II's TdTcg2Dxe and Linux's EFI stub (what is measured at boot).
/// RTMR 0 tells of ACPI tables and settings that the VMM makes up; it is never worked out here but
/// taken from an event log.
@NullMarked
package dev.fiducia.attestation.launch.tdx;

import org.jspecify.annotations.NullMarked;
