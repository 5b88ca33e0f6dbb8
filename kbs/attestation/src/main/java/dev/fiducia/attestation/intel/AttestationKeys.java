package dev.fiducia.attestation.intel;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Optional;

/// The keys of quoting enclaves, as the suite's provider uses them.
///
/// A platform signs all its quotes with one key for as long as its enclave runs, and to check a
/// point and hand it to a provider costs about as much as half a signature. Kept is what bytes
/// decode to and nothing else: that an enclave vouches for the key is checked for each quote.
final class AttestationKeys {

    private static final int COORDINATE = EcCurve.P256.coordinateLength();

    private final CryptoSuite crypto;
    private final Cache<ByteBuffer, ECPublicKey> decoded;

    AttestationKeys(int capacity, CryptoSuite crypto) {
        this.crypto = crypto;
        this.decoded = Caffeine.newBuilder().maximumSize(capacity).build();
    }

    /// Whether a key (x ‖ y) signed the data, r ‖ s. Only one that did is kept.
    boolean signed(byte[] point, byte[] data, byte[] signature) {
        ByteBuffer bytes = ByteBuffer.wrap(point);
        ECPublicKey known = decoded.getIfPresent(bytes);
        if (known != null) {
            return crypto.verifyEcdsaRaw(known, HashAlgorithm.SHA256, data, signature);
        }
        Optional<ECPublicKey> key =
                decode(point)
                        .filter(k ->
                                crypto.verifyEcdsaRaw(k, HashAlgorithm.SHA256, data, signature));
        key.ifPresent(k -> decoded.put(ByteBuffer.wrap(point.clone()), k));
        return key.isPresent();
    }

    /// Empty when it is not a point of the curve.
    private Optional<ECPublicKey> decode(byte[] point) {
        try {
            return Optional.of(
                    crypto.ecPublicKey(
                            EcCurve.P256,
                            Arrays.copyOf(point, COORDINATE),
                            Arrays.copyOfRange(point, COORDINATE, 2 * COORDINATE)));
        } catch (InvalidKeyException e) {
            return Optional.empty();
        }
    }
}
