package dev.fiducia.kbs.handshake;

import java.time.Instant;

/// What a guest is asked to bind into its evidence.
///
/// @param id 32 lowercase hex digits; names the challenge, and later the session, wherever state is
///   kept
/// @param tee the wire name of the TEE that the guest announced
/// @param nonce the text that the guest sends back and hashes, opaque to it; what cookies keep of
///   one that was not drawn here is its digest
/// @param isDigest whether the nonce is that digest
/// @param expires from this instant on the challenge, and the session that it becomes, are over
record Challenge(String id, String tee, String nonce, boolean isDigest, Instant expires) {

    /// A challenge whose nonce is known.
    Challenge(String id, String tee, String nonce, Instant expires) {
        this(id, tee, nonce, false, expires);
    }
}
