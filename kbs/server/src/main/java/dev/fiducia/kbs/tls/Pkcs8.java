package dev.fiducia.kbs.tls;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

import java.io.IOException;

/// Puts private keys in their older forms into PKCS #8.
final class Pkcs8 {
    private Pkcs8() {}

    /// From SEC 1, as `openssl ecparam -genkey` writes it.
    static byte[] ofEc(byte[] sec1) throws IOException {
        try {
            ECPrivateKey key = ECPrivateKey.getInstance(sec1);
            ASN1Encodable curve = key.getParametersObject();
            if (curve == null) {
                throw new IOException("the EC key does not name its curve");
            }
            return new PrivateKeyInfo(
                            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key)
                    .getEncoded();
        } catch (RuntimeException e) {
            throw new IOException("malformed EC private key", e);
        }
    }

    /// From PKCS #1, as `openssl genrsa -traditional` writes it.
    static byte[] ofRsa(byte[] pkcs1) throws IOException {
        try {
            return new PrivateKeyInfo(
                            new AlgorithmIdentifier(
                                    PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                            RSAPrivateKey.getInstance(pkcs1))
                    .getEncoded();
        } catch (RuntimeException e) {
            throw new IOException("malformed RSA private key", e);
        }
    }
}
