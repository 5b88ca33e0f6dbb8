package dev.fiducia.attestation.simulator;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;

/// A TPM with one attestation key and the SHA-256 bank of a machine that has just started: PCR 17
/// to 22 are all ones, the others zero.
///
/// Not thread-safe.
final class SimulatedVtpm {

    private static final int RSA_BITS = 2048;
    private static final int REGISTERS = 24;
    private static final int REGISTER_LENGTH = 32;

    private final CryptoSuite crypto;
    private final KeyPair attestationKey;
    private final byte[][] registers = new byte[REGISTERS][REGISTER_LENGTH];

    private SimulatedVtpm(CryptoSuite crypto, KeyPair attestationKey) {
        this.crypto = crypto;
        this.attestationKey = attestationKey;
        for (int i = 17; i <= 22; i++) {
            Arrays.fill(registers[i], (byte) 0xFF);
        }
    }

    static SimulatedVtpm create(CryptoSuite crypto) {
        return new SimulatedVtpm(crypto, crypto.generateRsa(RSA_BITS));
    }

    /// A TPM whose attestation key is there already.
    static SimulatedVtpm of(KeyPair attestationKey, CryptoSuite crypto) {
        return new SimulatedVtpm(crypto, attestationKey);
    }

    /// Extends a register, as TPM2_PCR_Extend does.
    void extend(int register, byte[] digest) {
        if (digest.length != REGISTER_LENGTH) {
            throw new IllegalArgumentException(
                    "A register of the SHA-256 bank takes 32 bytes, not " + digest.length);
        }
        registers[register] = crypto.digest(HashAlgorithm.SHA256, registers[register], digest);
    }

    byte[] register(int number) {
        return registers[number].clone();
    }

    RSAPublicKey publicKey() {
        return (RSAPublicKey) attestationKey.getPublic();
    }

    /// A quote of all registers, to be asked for or spoilt.
    SimulatedQuote quote(byte[] nonce) {
        byte[][] values = new byte[REGISTERS][];
        for (int i = 0; i < REGISTERS; i++) {
            values[i] = registers[i].clone();
        }
        return new SimulatedQuote(crypto, attestationKey.getPrivate(), nonce, values);
    }
}
