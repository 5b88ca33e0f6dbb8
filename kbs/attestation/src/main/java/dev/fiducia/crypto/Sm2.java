package dev.fiducia.crypto;

import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;

import java.security.SecureRandom;

/// Signatures of SM2 with SM3 (GM/T 0003.2), by Bouncy Castle: the JDK has none.
final class Sm2 {

    private Sm2() {}

    static boolean verify(Sm2PublicKey key, byte[] id, byte[] data, byte[] rawSignature) {
        if (rawSignature.length != 2 * Sm2PublicKey.COORDINATE) {
            return false;
        }
        SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE, new SM3Digest());
        signer.init(false, new ParametersWithID(key.parameters(), id));
        signer.update(data, 0, data.length);
        return signer.verifySignature(rawSignature);
    }

    static byte[] sign(Sm2PrivateKey key, byte[] id, byte[] data, SecureRandom random) {
        SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE, new SM3Digest());
        signer.init(
                true, new ParametersWithID(new ParametersWithRandom(key.parameters(), random), id));
        signer.update(data, 0, data.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("Bouncy Castle can't sign with SM2", e);
        }
    }
}
