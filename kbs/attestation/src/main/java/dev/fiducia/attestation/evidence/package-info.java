/// How verifiers read what attesters send: JSON with typed, bounded members and byte strings with a
/// cursor that never leaves them.
///
/// Whatever is wrong ends in a [dev.fiducia.attestation.evidence.RefusedException] that says where;
/// no other exception comes out of hostile input.
@NullMarked
package dev.fiducia.attestation.evidence;

import org.jspecify.annotations.NullMarked;
