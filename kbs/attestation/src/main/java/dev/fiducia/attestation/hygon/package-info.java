/// Hygon: virtual machines in CSV, and accelerators (DCU). Reports are signed with SM2 and SM3 by a
/// chain of Hygon's own certificates: root (HRK), signing key (HSK), chip (CEK), platform (PEK).
///
/// Byte order is that of the structures: numbers, coordinates and signatures are little-endian.
@NullMarked
package dev.fiducia.attestation.hygon;

import org.jspecify.annotations.NullMarked;
