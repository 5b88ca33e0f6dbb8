package dev.fiducia.policy.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;

import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.util.BigIntegers;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;

/// RSA with PKCS #1 v1.5, ECDSA and Ed25519.
///
/// RSA and ECDSA are verified by Nimbus, which binds algorithm, curve and signature length to each
/// other. What Nimbus cannot do as OPA does is done here: Ed25519 (it needs Tink), and signing
/// without randomness (ECDSA by RFC 6979).
final class Signatures {
    /// Go refuses RSA keys below this.
    static final int MIN_MODULUS_BITS = 1024;

    private Signatures() {}

    static boolean verifyRsa(
            JwsAlgorithm algorithm, KnownKey.Rsa key, byte[] text, byte[] signature) {
        if (key.modulus().bitLength() < MIN_MODULUS_BITS) {
            return false;
        }
        try {
            var factory = KeyFactory.getInstance("RSA", Providers.BOUNCY_CASTLE);
            var publicKey =
                    (RSAPublicKey)
                            factory.generatePublic(
                                    new RSAPublicKeySpec(key.modulus(), key.exponent()));
            return verify(new RSASSAVerifier(publicKey), algorithm, text, signature);
        } catch (GeneralSecurityException | RuntimeException _) {
            // Bouncy Castle refuses moduli that cannot be the product of two primes.
            return false;
        }
    }

    static boolean verifyEc(
            JwsAlgorithm algorithm, KnownKey.Ec key, byte[] text, byte[] signature) {
        try {
            var info =
                    new SubjectPublicKeyInfo(
                            new AlgorithmIdentifier(
                                    X9ObjectIdentifiers.id_ecPublicKey, key.curve().oid()),
                            key.point().getEncoded(false));
            var factory = KeyFactory.getInstance("EC", Providers.BOUNCY_CASTLE);
            var publicKey =
                    (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(info.getEncoded()));
            return verify(new ECDSAVerifier(publicKey), algorithm, text, signature);
        } catch (GeneralSecurityException | IOException | JOSEException | RuntimeException _) {
            // A curve that the algorithm is not for verifies nothing.
            return false;
        }
    }

    private static boolean verify(
            JWSVerifier verifier, JwsAlgorithm algorithm, byte[] text, byte[] signature) {
        verifier.getJCAContext().setProvider(Providers.BOUNCY_CASTLE);
        var header = new JWSHeader(JWSAlgorithm.parse(algorithm.jwsName()));
        try {
            return verifier.verify(header, text, Base64URL.encode(signature));
        } catch (JOSEException _) {
            return false;
        }
    }

    static boolean verifyEd(KnownKey.Ed25519 key, byte[] text, byte[] signature) {
        try {
            var signer = new Ed25519Signer();
            signer.init(false, new Ed25519PublicKeyParameters(key.point(), 0));
            signer.update(text, 0, text.length);
            return signer.verifySignature(signature);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    static byte[] signRsa(String hash, PrivateKey.Rsa key, byte[] text)
            throws dev.fiducia.policy.crypto.CryptoException {
        try {
            var signer = new RSADigestSigner(digest(hash));
            signer.init(true, parameters(key));
            signer.update(text, 0, text.length);
            return signer.generateSignature();
        } catch (CryptoException | RuntimeException e) {
            throw new dev.fiducia.policy.crypto.CryptoException("jwsbb.Sign: " + e.getMessage(), e);
        }
    }

    static RSAPrivateCrtKeyParameters parameters(PrivateKey.Rsa key)
            throws dev.fiducia.policy.crypto.CryptoException {
        var known = key.publicKey();
        if (known.modulus().bitLength() < MIN_MODULUS_BITS) {
            throw new dev.fiducia.policy.crypto.CryptoException(
                    "crypto/rsa: %d-bit keys are insecure (see https://go.dev/pkg/crypto/rsa#hdr-Minimum_key_size)"
                            .formatted(known.modulus().bitLength()));
        }
        return new RSAPrivateCrtKeyParameters(
                known.modulus(),
                known.exponent(),
                key.d(),
                key.p(),
                key.q(),
                key.dp(),
                key.dq(),
                key.qInverse());
    }

    static byte[] signEc(String hash, PrivateKey.Ec key, byte[] text) {
        var curve = key.publicKey().curve();
        var signer = new ECDSASigner(new HMacDSAKCalculator(digest(hash)));
        signer.init(true, new ECPrivateKeyParameters(key.d(), curve.domain()));
        var parts = signer.generateSignature(digested(hash, text));
        var signature = new byte[2 * curve.bytes()];
        for (int i = 0; i < parts.length; i++) {
            byte[] part = BigIntegers.asUnsignedByteArray(curve.bytes(), parts[i]);
            System.arraycopy(part, 0, signature, i * curve.bytes(), curve.bytes());
        }
        return signature;
    }

    static byte[] signEd(PrivateKey.Ed25519 key, byte[] text) {
        var signer = new Ed25519Signer();
        signer.init(true, new Ed25519PrivateKeyParameters(key.seed(), 0));
        signer.update(text, 0, text.length);
        return signer.generateSignature();
    }

    static Digest digest(String hash) {
        return switch (hash) {
            case "SHA-256" -> SHA256Digest.newInstance();
            case "SHA-384" -> new SHA384Digest();
            case "SHA-512" -> new SHA512Digest();
            default -> throw new IllegalArgumentException(hash);
        };
    }

    static byte[] digested(String hash, byte[] text) {
        var digest = digest(hash);
        digest.update(text, 0, text.length);
        var out = new byte[digest.getDigestSize()];
        digest.doFinal(out, 0);
        return out;
    }
}
