/// Veraison's verification service: evidence goes there in a challenge-response session, an
/// attestation result (EAR) comes back (Veraison's challenge-response and discovery APIs;
/// draft-ietf-rats-ear).
///
/// The service is asked at one configured origin, and only results that its key signed for this
/// handshake's challenge are read. What they say of trust is for the caller to judge. Other
/// algorithms than ES256, results without or for another challenge, and addresses on other hosts
/// are refused.
@NullMarked
package dev.fiducia.attestation.veraison;

import org.jspecify.annotations.NullMarked;
