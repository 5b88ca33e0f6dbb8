package dev.fiducia.crypto;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;

import javax.crypto.KeyAgreement;

/// ECDSA and ECDH on the NIST curves, with one provider.
final class EllipticCurves {

    private static final String EC = "EC";

    private final Provider provider;
    private final SecureRandom random;

    EllipticCurves(Provider provider, SecureRandom random) {
        this.provider = provider;
        this.random = random;
    }

    KeyPair generate(EcCurve curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(EC, provider);
            generator.initialize(new ECGenParameterSpec(curve.jcaName()), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    provider.getName() + " can't make a key on " + curve, e);
        }
    }

    ECPublicKey publicKey(EcCurve curve, byte[] x, byte[] y) throws InvalidKeyException {
        ECPoint point = new ECPoint(new BigInteger(1, x), new BigInteger(1, y));
        if (!curve.contains(point)) {
            throw new InvalidKeyException("The point is not on " + curve.jwkName());
        }
        try {
            ECPublicKeySpec spec = new ECPublicKeySpec(point, curve.parameters());
            return (ECPublicKey) Keys.factory(EC, provider).generatePublic(spec);
        } catch (InvalidKeySpecException e) {
            throw new InvalidKeyException("Not a usable EC public key", e);
        }
    }

    ECPublicKey publicKey(PublicKey key) throws InvalidKeyException {
        return checked(Keys.publicKey(key, EC, provider));
    }

    /// Takes keys on curves that they name; parameters spelled out can differ from those of the
    /// curve in what providers don't compare.
    ECPublicKey publicKey(byte[] subjectPublicKeyInfo) throws InvalidKeyException {
        if (!namesItsCurve(subjectPublicKeyInfo)) {
            throw new InvalidKeyException("The key names no curve");
        }
        return checked(Keys.publicKey(subjectPublicKeyInfo, EC, provider));
    }

    private static boolean namesItsCurve(byte[] subjectPublicKeyInfo) {
        try {
            return SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo)
                            .getAlgorithm()
                            .getParameters()
                    instanceof ASN1ObjectIdentifier;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    PrivateKey privateKey(byte[] pkcs8) throws InvalidKeyException {
        return Keys.privateKey(pkcs8, EC, provider);
    }

    /// A signature has one form: providers are not all strict about DER.
    boolean verify(PublicKey key, HashAlgorithm hash, byte[] data, byte[] derSignature) {
        BigInteger order = curveOf(key).parameters().getOrder();
        try {
            var _ = StandardDSAEncoding.INSTANCE.decode(order, derSignature);
        } catch (IOException | RuntimeException e) { // the parser throws what it likes
            return false;
        }
        return verifyEncoded(key, hash, data, derSignature);
    }

    private boolean verifyEncoded(
            PublicKey key, HashAlgorithm hash, byte[] data, byte[] derSignature) {
        try {
            Signature verifier =
                    Signature.getInstance(hash.signaturePrefix() + "withECDSA", provider);
            verifier.initVerify(Keys.publicKey(key, EC, provider));
            verifier.update(data);
            return verifier.verify(derSignature);
        } catch (SignatureException e) {
            return false; // not even the form of a signature
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("Not an EC public key for " + provider.getName(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    provider.getName() + " can't verify ECDSA with " + hash, e);
        }
    }

    boolean verifyRaw(PublicKey key, HashAlgorithm hash, byte[] data, byte[] rawSignature) {
        EcCurve curve = curveOf(key);
        if (rawSignature.length != 2 * curve.coordinateLength()) {
            return false;
        }
        BigInteger r =
                new BigInteger(1, Arrays.copyOfRange(rawSignature, 0, curve.coordinateLength()));
        BigInteger s =
                new BigInteger(
                        1,
                        Arrays.copyOfRange(
                                rawSignature, curve.coordinateLength(), rawSignature.length));
        BigInteger order = curve.parameters().getOrder();
        if (outside(r, order) || outside(s, order)) {
            return false;
        }
        try {
            return verifyEncoded(key, hash, data, StandardDSAEncoding.INSTANCE.encode(order, r, s));
        } catch (IOException e) {
            throw new IllegalStateException("Two integers have no DER form", e);
        }
    }

    byte[] sign(PrivateKey key, HashAlgorithm hash, byte[] data) {
        try {
            Signature signer =
                    Signature.getInstance(hash.signaturePrefix() + "withECDSA", provider);
            signer.initSign(Keys.privateKey(key, EC, provider), random);
            signer.update(data);
            return signer.sign();
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException(
                    "Not an EC private key for " + provider.getName(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    provider.getName() + " can't sign ECDSA with " + hash, e);
        }
    }

    byte[] signRaw(PrivateKey key, HashAlgorithm hash, byte[] data) {
        EcCurve curve = curveOf(key);
        BigInteger order = curve.parameters().getOrder();
        try {
            BigInteger[] parts = StandardDSAEncoding.INSTANCE.decode(order, sign(key, hash, data));
            return PlainDSAEncoding.INSTANCE.encode(order, parts[0], parts[1]);
        } catch (IOException e) {
            throw new IllegalStateException(
                    provider.getName() + " made a signature that isn't DER", e);
        }
    }

    byte[] agree(PrivateKey own, PublicKey peer) throws InvalidKeyException {
        ECPublicKey theirs = publicKey(peer);
        if (EcCurve.of(theirs).filter(c -> c == curveOf(own)).isEmpty()) {
            throw new InvalidKeyException("The two keys are on different curves");
        }
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
            agreement.init(Keys.privateKey(own, EC, provider));
            agreement.doPhase(theirs, true);
            return agreement.generateSecret();
        } catch (InvalidKeyException e) {
            throw e;
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new InvalidKeyException("The two keys can't agree", e);
        }
    }

    private static ECPublicKey checked(PublicKey key) throws InvalidKeyException {
        if (!(key instanceof ECPublicKey ec)) {
            throw new InvalidKeyException("Not an EC public key");
        }
        EcCurve curve =
                EcCurve.of(ec)
                        .orElseThrow(() ->
                                new InvalidKeyException("Not a key on P-256, P-384 or P-521"));
        if (!curve.contains(ec.getW())) {
            throw new InvalidKeyException("The point is not on " + curve.jwkName());
        }
        return ec;
    }

    private static EcCurve curveOf(Key key) {
        if (key instanceof ECKey ec) {
            return EcCurve.of(ec)
                    .orElseThrow(() ->
                            new IllegalArgumentException("Not a key on P-256, P-384 or P-521"));
        }
        throw new IllegalArgumentException("Not an EC key");
    }

    private static boolean outside(BigInteger value, BigInteger order) {
        return value.signum() <= 0 || value.compareTo(order) >= 0;
    }
}
