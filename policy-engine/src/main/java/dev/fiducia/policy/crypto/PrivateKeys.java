package dev.fiducia.policy.crypto;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoValue;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Private keys in PEM or DER, as `crypto.parse_private_keys` and
/// `crypto.x509.parse_rsa_private_key` show them.
public final class PrivateKeys {
    private PrivateKeys() {}

    /// All keys of a PEM text, or of one in base64: null for no text, an empty array for no key.
    public static RegoValue parse(String text) throws CryptoException {
        if (text.isEmpty()) {
            return RegoNull.NULL;
        }
        return Guarded.read(
                "x509: failed to parse private key",
                () -> {
                    var keys = RegoArray.builder();
                    for (var key : keys(text)) {
                        keys.add(GoKeys.json(key));
                    }
                    return keys.build();
                });
    }

    /// The first key as a JSON Web Key; null where the text has none.
    public static RegoValue firstAsJwk(String text) throws CryptoException {
        if (text.isEmpty()) {
            throw new CryptoException("input PEM data was empty");
        }
        String pem = text.startsWith("-----BEGIN") ? text : decoded(text);
        var keys = keys(pem);
        return keys.isEmpty() ? RegoNull.NULL : GoKeys.jwk(keys.getFirst());
    }

    static String decoded(String base64) throws CryptoException {
        return new String(Base64Text.decode(base64), StandardCharsets.ISO_8859_1);
    }

    private static List<PrivateKey> keys(String text) throws CryptoException {
        String pem = text;
        try {
            pem = decoded(text);
        } catch (CryptoException _) {
            // Then it is PEM as it stands.
        }
        var keys = new ArrayList<PrivateKey>();
        for (var block = Pem.next(pem, 0); block != null; block = Pem.next(pem, block.end())) {
            switch (block.type()) {
                case "RSA PRIVATE KEY" -> keys.add(pkcs1(block.bytes()));
                case "PRIVATE KEY" -> keys.add(pkcs8(block.bytes()));
                case "EC PRIVATE KEY" -> keys.add(sec1(block.bytes(), null));
                default -> {}
            }
        }
        return keys;
    }

    /// A key of a type that is not told: PKCS #1, PKCS #8 or SEC 1.
    static PrivateKey any(byte[] der) throws CryptoException {
        var refusals = new ArrayList<CryptoException>();
        List<Form> forms =
                List.of(PrivateKeys::pkcs1, PrivateKeys::pkcs8, sec1 -> sec1(sec1, null));
        for (var form : forms) {
            try {
                return form.read(der);
            } catch (CryptoException e) {
                refusals.add(e);
            }
        }
        for (var refusal : refusals) {
            if (refusal.isLimit()) {
                throw refusal;
            }
        }
        throw new CryptoException("tls: failed to parse private key", refusals.getLast());
    }

    private interface Form {
        PrivateKey read(byte[] der) throws CryptoException;
    }

    private static PrivateKey pkcs1(byte[] der) throws CryptoException {
        return read(
                "PKCS #1",
                () -> {
                    var rsa = RSAPrivateKey.getInstance(ASN1Primitive.fromByteArray(der));
                    if (rsa == null) {
                        throw new CryptoException("x509: failed to parse private key");
                    }
                    return PrivateKey.Rsa.of(
                            rsa.getModulus(),
                            rsa.getPublicExponent(),
                            rsa.getPrivateExponent(),
                            rsa.getPrime1(),
                            rsa.getPrime2());
                });
    }

    private static PrivateKey pkcs8(byte[] der) throws CryptoException {
        return read(
                "PKCS #8",
                () -> {
                    var info = PrivateKeyInfo.getInstance(ASN1Primitive.fromByteArray(der));
                    var algorithm = info.getPrivateKeyAlgorithm();
                    var oid = algorithm.getAlgorithm();
                    byte[] inner = info.getPrivateKey().getOctets();
                    if (oid.equals(PKCSObjectIdentifiers.rsaEncryption)) {
                        return pkcs1(inner);
                    }
                    if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
                        return sec1(
                                inner,
                                algorithm.getParameters() instanceof ASN1ObjectIdentifier named
                                        ? named
                                        : null);
                    }
                    if (oid.equals(EdECObjectIdentifiers.id_Ed25519)) {
                        byte[] seed =
                                ASN1OctetString.getInstance(ASN1Primitive.fromByteArray(inner))
                                        .getOctets();
                        if (seed.length != 32) {
                            throw new CryptoException(
                                    "x509: invalid Ed25519 private key length: " + seed.length);
                        }
                        return PrivateKey.Ed25519.of(seed);
                    }
                    throw new CryptoException(
                            "x509: PKCS#8 wrapping contained private key with unknown algorithm: "
                                    + oid);
                });
    }

    private static PrivateKey sec1(byte[] der, @Nullable ASN1ObjectIdentifier named)
            throws CryptoException {
        return read(
                "EC",
                () -> {
                    var ec = ECPrivateKey.getInstance(ASN1Primitive.fromByteArray(der));
                    var oid = named;
                    if (oid == null
                            && ec.getParametersObject() instanceof ASN1ObjectIdentifier own) {
                        oid = own;
                    }
                    var curve = oid == null ? null : Curve.of(oid);
                    if (curve == null) {
                        throw new CryptoException("x509: unknown elliptic curve");
                    }
                    return PrivateKey.Ec.of(curve, new BigInteger(1, ec.getKey().toByteArray()));
                });
    }

    private interface Reading {
        PrivateKey read() throws IOException, CryptoException;
    }

    /// Bouncy Castle refuses in many ways: by null, by IOException, and by several unchecked
    /// exceptions of structures that are not what they should be.
    private static PrivateKey read(String what, Reading reading) throws CryptoException {
        try {
            return reading.read();
        } catch (IOException | RuntimeException e) {
            throw new CryptoException("x509: failed to parse " + what + " private key", e);
        }
    }
}
