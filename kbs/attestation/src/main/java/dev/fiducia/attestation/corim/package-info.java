/// Reference values that vendors publish as CoRIM (draft-ietf-rats-corim).
@NullMarked
package dev.fiducia.attestation.corim;

import org.jspecify.annotations.NullMarked;
