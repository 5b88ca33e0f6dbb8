/// Arm CCA: tokens of a realm and of the platform below it (draft-ffm-rats-cca-token; RMM 1.0,
/// section A7.2).
///
/// A platform is known by its attestation key (CPAK), which the operator names, or a Veraison
/// service that the operator names knows it: there is no vendor root. The platform's token holds
/// the hash of the realm's key (RAK), the realm's token the handshake's challenge. Unknown
/// platforms, keys of other algorithms than their kind's, and every encoding but the shortest are
/// refused.
@NullMarked
package dev.fiducia.attestation.cca;

import org.jspecify.annotations.NullMarked;
