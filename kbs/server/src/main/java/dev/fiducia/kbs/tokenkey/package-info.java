/// The keys of attestation tokens as administrators see them, and as everyone may who verifies
/// tokens.
@NullMarked
package dev.fiducia.kbs.tokenkey;

import org.jspecify.annotations.NullMarked;
