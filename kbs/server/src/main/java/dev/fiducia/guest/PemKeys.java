package dev.fiducia.guest;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Base64;

/// TEE keys in PEM. A private key does not always carry its public half, so that is computed.
final class PemKeys {

    private PemKeys() {}

    static KeyPair read(String pem, CryptoSuite crypto) throws GuestException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            PrivateKeyInfo info =
                    switch (parser.readObject()) {
                        case PrivateKeyInfo pkcs8 -> pkcs8;
                        case PEMKeyPair pkcs1 -> pkcs1.getPrivateKeyInfo();
                        case null, default -> throw new IOException("no private key");
                    };
            AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
            return algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)
                    ? rsa(crypto.rsaPrivateKey(info.getEncoded()), algorithm, crypto)
                    : ec(crypto.ecPrivateKey(info.getEncoded()), crypto);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new GuestException(
                    GuestFailure.USAGE,
                    "the TEE key must be an unencrypted PEM private key: RSA, P-256 or P-521",
                    e);
        }
    }

    static String write(PrivateKey key) {
        String base64 =
                Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
    }

    private static KeyPair rsa(PrivateKey key, AlgorithmIdentifier algorithm, CryptoSuite crypto)
            throws GeneralSecurityException, IOException {
        if (!(key instanceof RSAPrivateCrtKey crt)) {
            throw new GeneralSecurityException("the RSA key has no public exponent");
        }
        var numbers =
                new org.bouncycastle.asn1.pkcs.RSAPublicKey(
                        crt.getModulus(), crt.getPublicExponent());
        SubjectPublicKeyInfo info = new SubjectPublicKeyInfo(algorithm, numbers);
        return new KeyPair(crypto.rsaPublicKey(info.getEncoded()), key);
    }

    private static KeyPair ec(PrivateKey key, CryptoSuite crypto) throws GeneralSecurityException {
        if (!(key instanceof ECPrivateKey ec)) {
            throw new GeneralSecurityException("not an EC key");
        }
        EcCurve curve =
                EcCurve.of(ec)
                        .filter(each -> each != EcCurve.P384)
                        .orElseThrow(() -> new GeneralSecurityException("not P-256 or P-521"));
        X9ECParameters parameters = CustomNamedCurves.getByName(curve.jwkName());
        BigInteger scalar = ec.getS();
        ECPoint point =
                new FixedPointCombMultiplier().multiply(parameters.getG(), scalar).normalize();
        byte[] x = point.getAffineXCoord().getEncoded();
        byte[] y = point.getAffineYCoord().getEncoded();
        return new KeyPair(crypto.ecPublicKey(curve, x, y), key);
    }
}
