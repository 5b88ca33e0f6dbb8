/// PE images, which UEFI starts: their sections, and the hash that UEFI measures them by.
///
/// Written after Microsoft's PE format (Authenticode hash) and the measurements of EDK II
/// (`MeasureBootPeCoff`). Images whose sections leave the file, overlap or come twice are refused:
/// two readers might see different things in them.
@NullMarked
package dev.fiducia.attestation.launch.pe;

import org.jspecify.annotations.NullMarked;
