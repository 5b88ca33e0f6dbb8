package dev.fiducia.attestation.simulator;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.se.AttestationRequestBlock;
import dev.fiducia.attestation.se.Coordinates;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;

/// The part of a machine that has its host key: opens attestation requests, and reads them by
/// themselves, without the code that made them.
final class SimulatedUltravisor {

    private static final String CODE = "simulated-se";

    private final KeyPair hostKey;
    private final CryptoSuite crypto;

    SimulatedUltravisor(KeyPair hostKey, CryptoSuite crypto) {
        this.hostKey = hostKey;
        this.crypto = crypto;
    }

    /// The measurement key and the nonce of a request: 80 bytes.
    byte[] open(byte[] block) throws RefusedException {
        ByteCursor in = ByteCursor.bigEndian(block, "request", CODE);
        require(in, in.u64() == 0, "has a magic");
        require(in, in.u32() == 0x100, "is of an unknown version");
        require(in, in.u32() == block.length, "is of another length");
        byte[] iv = in.take(12);
        require(in, isZero(in.take(11)), "has something in a reserved field");
        int slots = in.u8();
        require(in, in.u32() == 0, "has something in a reserved field");
        require(in, in.u32() == 80, "has secrets of another length");
        require(in, in.u64() == 0x7000_0000_0000_0000L, "asks for something else");
        require(in, in.u32() == 1, "asks for another algorithm");
        require(in, in.u32() == 0, "has something in a reserved field");
        byte[] wrapping = wrapping(in.take(Coordinates.LENGTH));
        byte[] own =
                crypto.digest(
                        HashAlgorithm.SHA256, Coordinates.of((ECPublicKey) hostKey.getPublic()));
        byte[] key = new byte[0];
        for (int i = 0; i < slots; i++) {
            boolean isOwn = Arrays.equals(in.take(32), own);
            byte[] wrapped = in.take(48);
            if (isOwn) {
                key = decrypted(wrapping, new byte[12], new byte[0], wrapped);
            }
        }
        require(in, key.length == 32, "has no slot for this machine");
        byte[] secrets = decrypted(key, iv, Arrays.copyOf(block, in.position()), in.take(80 + 16));
        in.requireEnd();
        return secrets;
    }

    private byte[] wrapping(byte[] point) throws RefusedException {
        try {
            byte[] shared = crypto.agree(hostKey.getPrivate(), Coordinates.key(point, crypto));
            return AttestationRequestBlock.wrappingKey(shared, crypto);
        } catch (InvalidKeyException e) {
            throw RefusedException.of(CODE, "The request's key is no point of P-521");
        }
    }

    private byte[] decrypted(byte[] key, byte[] iv, byte[] authenticated, byte[] sealed)
            throws RefusedException {
        return crypto.decryptAesGcm(key, iv, authenticated, sealed)
                .orElseThrow(() -> RefusedException.of(CODE, "The request was tampered with"));
    }

    private static void require(ByteCursor in, boolean holds, String otherwise)
            throws RefusedException {
        if (!holds) {
            throw in.malformed(otherwise);
        }
    }

    private static boolean isZero(byte[] bytes) {
        return Arrays.equals(bytes, new byte[bytes.length]);
    }
}
