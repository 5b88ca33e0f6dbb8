/// Encryption of answers to the TEE key of an attested guest: flattened JWE, as the guest's client
/// reads it.
///
/// Source: RFC 7516 and RFC 7518 as profiled by the KBS protocol; the protected header is
/// byte-exact, because guests authenticate their own re-serialisation of it instead of the bytes
/// received. Refused: every algorithm but ECDH-ES+A256KW on P-256 and P-521 and RSA-OAEP-256
/// (RSA1_5 only where configured), points off the curve, coordinates of another length, RSA moduli
/// below 2048 or above 4096 bits.
@NullMarked
package dev.fiducia.kbs.jwe;

import org.jspecify.annotations.NullMarked;
