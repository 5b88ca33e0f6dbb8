package dev.fiducia.attestation.se;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.HexFormat;

/// The public key of a machine, which IBM vouches for.
///
/// @param key on P-521
/// @param hash what machines and requests call the key: SHA-256 of its coordinates
/// @param period when all that vouches for it holds
@SuppressWarnings("ArrayRecordComponent") // within this package, never changed nor compared
record HostKey(ECPublicKey key, byte[] hash, Period period) {

    /// From when, and until just before when.
    record Period(Instant from, Instant until) {

        static Period always() {
            return new Period(Instant.MIN, Instant.MAX);
        }

        Period and(Period other) {
            return new Period(
                    from.isAfter(other.from) ? from : other.from,
                    until.isBefore(other.until) ? until : other.until);
        }

        boolean contains(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }

    static HostKey of(ECPublicKey key, Period period, CryptoSuite crypto) {
        byte[] hash = crypto.digest(HashAlgorithm.SHA256, Coordinates.of(key));
        return new HostKey(key, hash, period);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(hash);
    }
}
