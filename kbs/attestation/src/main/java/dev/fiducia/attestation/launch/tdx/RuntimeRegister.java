package dev.fiducia.attestation.launch.tdx;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.charset.StandardCharsets;

/// A runtime measurement register: zeros, extended by the SHA-384 of one event after the other.
final class RuntimeRegister {

    private final CryptoSuite crypto;
    private byte[] value = new byte[HashAlgorithm.SHA384.length()];

    RuntimeRegister(CryptoSuite crypto) {
        this.crypto = crypto;
    }

    RuntimeRegister extend(byte[] digest) {
        value = crypto.digest(HashAlgorithm.SHA384, value, digest);
        return this;
    }

    RuntimeRegister action(String text) {
        return event(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// EV_SEPARATOR of a boot without errors.
    RuntimeRegister separator() {
        return event(new byte[4]);
    }

    byte[] value() {
        return value.clone();
    }

    private RuntimeRegister event(byte[] data) {
        return extend(crypto.digest(HashAlgorithm.SHA384, data));
    }
}
