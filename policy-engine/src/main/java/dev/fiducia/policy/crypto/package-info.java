/// Keys, certificates and signed tokens as policies see them: read from hostile text, shown as the
/// JSON that Go's standard library gives, verified with Bouncy Castle as an explicit provider.
///
/// Signing draws no randomness: equal calls give equal results.
@NullMarked
package dev.fiducia.policy.crypto;

import org.jspecify.annotations.NullMarked;
