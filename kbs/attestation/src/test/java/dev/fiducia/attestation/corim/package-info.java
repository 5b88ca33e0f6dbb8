@NullMarked
package dev.fiducia.attestation.corim;

import org.jspecify.annotations.NullMarked;
