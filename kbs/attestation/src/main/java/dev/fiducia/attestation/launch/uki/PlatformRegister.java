package dev.fiducia.attestation.launch.uki;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.charset.StandardCharsets;

/// A PCR in one bank: zeros, extended by one hash after the other.
final class PlatformRegister {

    private final HashAlgorithm bank;
    private final CryptoSuite crypto;
    private byte[] value;

    PlatformRegister(HashAlgorithm bank, CryptoSuite crypto) {
        this(bank, crypto, new byte[bank.length()]);
    }

    /// Goes on from a value.
    PlatformRegister(HashAlgorithm bank, CryptoSuite crypto, byte[] start) {
        this.bank = bank;
        this.crypto = crypto;
        this.value = start.clone();
    }

    PlatformRegister extend(byte[] digest) {
        value = crypto.digest(bank, value, digest);
        return this;
    }

    PlatformRegister measure(byte[] data) {
        return extend(crypto.digest(bank, data));
    }

    PlatformRegister measure(String text) {
        return measure(text.getBytes(StandardCharsets.US_ASCII));
    }

    byte[] value() {
        return value.clone();
    }
}
