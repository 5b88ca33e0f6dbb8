package dev.fiducia.attestation.simulator;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.ByteBuffer;
import java.security.PrivateKey;
import java.util.HexFormat;

/// A quote in the making: TPMS_ATTEST, big-endian, of the registers that a selection names.
final class SimulatedQuote {

    private static final int QUALIFIED_SIGNER_LENGTH = 34;

    private final CryptoSuite crypto;
    private final PrivateKey key;
    private final byte[] nonce;
    private final byte[][] values;
    private int magic = 0xFF54_4347;
    private int type = 0x8018;
    private int bank = 0x000B;
    private byte[] selection = HexFormat.of().parseHex("ffffff");

    SimulatedQuote(CryptoSuite crypto, PrivateKey key, byte[] nonce, byte[][] values) {
        this.crypto = crypto;
        this.key = key;
        this.nonce = nonce.clone();
        this.values = values;
    }

    SimulatedQuote magic(int number) {
        this.magic = number;
        return this;
    }

    SimulatedQuote type(int number) {
        this.type = number;
        return this;
    }

    SimulatedQuote bank(int algorithm) {
        this.bank = algorithm;
        return this;
    }

    /// The bitmap of registers, least significant bit of the first byte first.
    SimulatedQuote selection(String bitmap) {
        this.selection = HexFormat.of().parseHex(bitmap);
        return this;
    }

    /// Puts another value where the list of values has this register's: what it passes off.
    SimulatedQuote value(int register, byte[] value) {
        values[register] = value.clone();
        return this;
    }

    byte[] message() {
        byte[] digest = crypto.digest(HashAlgorithm.SHA256, values);
        int length = 4 + 2 + 2 + QUALIFIED_SIGNER_LENGTH + 2 + nonce.length + 17 + 8 + 4 + 2 + 1;
        ByteBuffer out = ByteBuffer.allocate(length + selection.length + 2 + digest.length);
        out.putInt(magic).putShort((short) type);
        out.putShort((short) QUALIFIED_SIGNER_LENGTH).putShort((short) 0x000B).put(new byte[32]);
        out.putShort((short) nonce.length).put(nonce);
        out.putLong(1_000_000).putInt(1).putInt(0).put((byte) 1);
        out.putLong(0x2016_0511_0016_2800L);
        out.putInt(1).putShort((short) bank).put((byte) selection.length).put(selection);
        out.putShort((short) digest.length).put(digest);
        return out.array();
    }

    byte[] sign(byte[] message) {
        return crypto.signRsaPkcs1(key, HashAlgorithm.SHA256, message);
    }

    byte[][] values() {
        return values.clone();
    }
}
