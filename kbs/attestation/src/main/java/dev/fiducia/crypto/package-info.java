/// The one place that chooses who computes: every cryptographic operation with its provider.
///
/// Providers are passed explicitly and never installed globally, so that a slow or foreign provider
/// can't take over an operation by its rank; keys are translated through the key factory of the
/// provider that uses them. [dev.fiducia.crypto.CryptoSuite#describe()] tells which provider does
/// what and why.
@NullMarked
package dev.fiducia.crypto;

import org.jspecify.annotations.NullMarked;
