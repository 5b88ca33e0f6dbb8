/// The guest's side of the KBS protocol, as the attestation agent of a confidential VM speaks it:
/// the RCAR handshake with evidence over a fresh key, and resources opened with that key. It
/// follows the Rust client of the guest components step by step, its retries and its strictness
/// about error bodies included, and shares no code with the service for anything that it checks. It
/// serves the simulated guest, wire tests and the load driver.
@NullMarked
package dev.fiducia.guest;

import org.jspecify.annotations.NullMarked;
