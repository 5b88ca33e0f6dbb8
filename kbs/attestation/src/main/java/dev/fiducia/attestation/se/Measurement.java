package dev.fiducia.attestation.se;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.ByteBuffer;

/// What a machine computes over a guest: HMAC-SHA-512 under the request's key.
///
/// Over: digests and tag of the image header (208 bytes), the guest's id (16), the length of the
/// user data (2), zeros (2), the length of the additional data (4), user data, nonce (16),
/// additional data.
///
/// @param imageTags 208 bytes
/// @param guestId the configuration unique id (CUID), 16 bytes
/// @param userData up to 256 bytes of the guest's
/// @param additionalData of the machine
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record Measurement(
        byte[] imageTags, byte[] guestId, byte[] userData, byte[] additionalData) {

    /// Bytes of a measurement.
    public static final int LENGTH = 64;

    /// The measurement under a request's key and with its nonce.
    public byte[] compute(byte[] measurementKey, byte[] nonce, CryptoSuite crypto) {
        byte[] lengths =
                ByteBuffer.allocate(2 + 2 + 4)
                        .putShort((short) userData.length)
                        .putShort((short) 0)
                        .putInt(additionalData.length)
                        .array();
        return crypto.hmac(
                HashAlgorithm.SHA512,
                measurementKey,
                imageTags,
                guestId,
                lengths,
                userData,
                nonce,
                additionalData);
    }
}
