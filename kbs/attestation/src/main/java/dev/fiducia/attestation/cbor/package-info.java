/// CBOR and COSE as evidence uses them (RFC 8949, RFC 9052): bounded, definite lengths, one form
/// only for each number, no label twice, no floats.
///
/// What has another form is refused, though a lenient reader would understand it.
@NullMarked
package dev.fiducia.attestation.cbor;

import org.jspecify.annotations.NullMarked;
