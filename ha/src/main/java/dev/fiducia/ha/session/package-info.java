/// Attested sessions: what a guest's cookie stands for between its attestation and its requests for
/// resources. They live behind the seam [dev.fiducia.ha.session.Sessions], because losing one costs
/// a new handshake and nothing else. Expired sessions are absent.
@NullMarked
package dev.fiducia.ha.session;

import org.jspecify.annotations.NullMarked;
