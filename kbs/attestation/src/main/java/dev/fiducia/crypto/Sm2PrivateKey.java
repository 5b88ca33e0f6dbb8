package dev.fiducia.crypto;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

import java.security.SecureRandom;

/// A key pair of SM2; only simulated hardware signs with it.
public final class Sm2PrivateKey {

    private final ECPrivateKeyParameters key;
    private final Sm2PublicKey publicKey;

    private Sm2PrivateKey(ECPrivateKeyParameters key, Sm2PublicKey publicKey) {
        this.key = key;
        this.publicKey = publicKey;
    }

    static Sm2PrivateKey generate(SecureRandom random) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(Sm2PublicKey.DOMAIN, random));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        return new Sm2PrivateKey(
                (ECPrivateKeyParameters) pair.getPrivate(),
                new Sm2PublicKey((ECPublicKeyParameters) pair.getPublic()));
    }

    /// The public part.
    public Sm2PublicKey publicKey() {
        return publicKey;
    }

    ECPrivateKeyParameters parameters() {
        return key;
    }
}
