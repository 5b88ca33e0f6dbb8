/// Firmware images of virtual machines, as far as they tell a VMM how they want to be loaded: the
/// table of GUIDed entries at the end of OVMF.
///
/// Written after OVMF's reset vector (`OvmfPkg/ResetVector`). Images that aren't whole pages,
/// tables that leave the image and entries that stand there twice are refused.
@NullMarked
package dev.fiducia.attestation.launch.firmware;

import org.jspecify.annotations.NullMarked;
