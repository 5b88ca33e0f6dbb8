/// Attestation results as tokens: signs our own EAR and verifies those that come back, or come from
/// another service. Sources: RFC 7515, 7517, 7519, 7638, RFC 5280 paths, and the EAR profile of
/// Trustee. A token whose algorithm, key or dates are anything but what our configuration trusts is
/// refused.
@NullMarked
package dev.fiducia.attestation.token;

import org.jspecify.annotations.NullMarked;
