package dev.fiducia.bench.jmh;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import java.security.KeyPair;
import java.security.PublicKey;

/// One signature and nothing around it: what a verification can't do without.
final class BareSignature {

    private final CryptoSuite crypto;
    private final HashAlgorithm hash;
    private final PublicKey key;
    private final byte[] data;
    private final byte[] signature;

    BareSignature(CryptoSuite crypto, EcCurve curve, HashAlgorithm hash, int length) {
        KeyPair keys = crypto.generateEc(curve);
        this.crypto = crypto;
        this.hash = hash;
        this.key = keys.getPublic();
        this.data = crypto.randomBytes(length);
        this.signature = crypto.signEcdsaRaw(keys.getPrivate(), hash, data);
    }

    boolean verify() {
        return crypto.verifyEcdsaRaw(key, hash, data, signature);
    }
}
