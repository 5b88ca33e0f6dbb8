/// The first half of the protocol: request, challenge, attestation, token.
///
/// A challenge is self-contained: the cookie carries it under a MAC that any replica checks, so
/// nothing is stored for a guest that never comes back. It is used once: the insert that consumes
/// it decides, and a repetition gets the first one's outcome only with the same TEE key. Refused
/// before anything is consumed: other protocol versions, unknown TEEs, malformed messages, foreign
/// nonces, forged or expired cookies.
@NullMarked
package dev.fiducia.kbs.handshake;

import org.jspecify.annotations.NullMarked;
