package dev.fiducia.kbs.jwe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.EcCurve;

import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;

/// JWKs of TEE keys as guests send them.
public final class TeeKeys {

    private TeeKeys() {}

    /// An EC key from its texts, however wrong.
    public static ObjectNode ec(String crv, String alg, String x, String y) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kty", "EC")
                .put("crv", crv)
                .put("alg", alg)
                .put("x", x)
                .put("y", y);
    }

    /// The public half of an EC key pair.
    public static ObjectNode ec(EcCurve curve, KeyPair pair) {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        int length = curve.coordinateLength();
        return ec(
                curve.jwkName(),
                "ECDH-ES+A256KW",
                Octets.base64url(Octets.fixedLength(key.getW().getAffineX(), length)),
                Octets.base64url(Octets.fixedLength(key.getW().getAffineY(), length)));
    }

    /// The public half of an RSA key pair.
    public static ObjectNode rsa(String alg, KeyPair pair) {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        return JsonNodeFactory.instance
                .objectNode()
                .put("kty", "RSA")
                .put("alg", alg)
                .put("n", Octets.base64url(Octets.minimal(key.getModulus())))
                .put("e", Octets.base64url(Octets.minimal(key.getPublicExponent())));
    }
}
