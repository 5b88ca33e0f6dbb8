package dev.fiducia.policy.crypto;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.math.BigInteger;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// JSON Web Keys and sets of them, read by Nimbus from the members that make the key; what says how
/// a key is meant to be used (`use`, `key_ops`, `x5c`) does not decide here, as it does not in OPA.
final class Jwks {
    private static final List<String> MATERIAL =
            List.of("kty", "crv", "x", "y", "n", "e", "d", "p", "q", "dp", "dq", "qi", "k");

    private Jwks() {}

    /// One key as text: what a token is verified with.
    static List<VerificationKey> verificationKeys(String text) throws CryptoException {
        var keys = new ArrayList<VerificationKey>();
        try {
            for (var object : objects(text)) {
                var algorithm = string(object, "alg");
                if (!algorithm.isEmpty() && !JwsAlgorithm.isKnown(algorithm)) {
                    // Still read, so that a broken key is told.
                    publicKey(jwk(object));
                    continue;
                }
                keys.add(
                        new VerificationKey(
                                publicKey(jwk(object)), algorithm, string(object, "kid")));
            }
            return List.copyOf(keys);
        } catch (CryptoException e) {
            throw new CryptoException("failed to parse a JWK key (set): " + e.getMessage(), e);
        }
    }

    /// The first key of a text, to sign with.
    static PrivateKey signingKey(String text) throws CryptoException {
        var objects = objects(text);
        if (objects.isEmpty()) {
            throw new CryptoException("no keys found in JWK set");
        }
        return privateKey(jwk(objects.getFirst()));
    }

    private static List<RegoObject> objects(String text) throws CryptoException {
        RegoValue parsed;
        try {
            parsed = RegoJson.parseLenient(text);
        } catch (RegoJsonException e) {
            String message = "jwk.Parse: failed to unmarshal JSON: " + e.getMessage();
            throw e.isLimit() ? CryptoException.beyond(message) : new CryptoException(message, e);
        }
        if (!(parsed instanceof RegoObject object)) {
            throw new CryptoException("jwk.Parse: a JSON object is expected");
        }
        if (!(object.get("keys") instanceof RegoArray several)) {
            return List.of(object);
        }
        var objects = new ArrayList<RegoObject>();
        for (var one : several) {
            if (!(one instanceof RegoObject key)) {
                throw new CryptoException("jwk.Parse: a key must be a JSON object");
            }
            objects.add(key);
        }
        return objects;
    }

    private static JWK jwk(RegoObject object) throws CryptoException {
        var material = new HashMap<String, Object>();
        for (var name : MATERIAL) {
            if (object.get(name) instanceof RegoString value) {
                material.put(name, value.value());
            }
        }
        try {
            return JWK.parse(material);
        } catch (ParseException | RuntimeException e) {
            // Nimbus throws unchecked exceptions for members that do not fit each other.
            throw new CryptoException("jwk.Parse: " + e.getMessage(), e);
        }
    }

    private static KnownKey publicKey(JWK jwk) throws CryptoException {
        return switch (jwk) {
            case RSAKey rsa ->
                    KnownKey.rsa(number(rsa.getModulus()), number(rsa.getPublicExponent()));
            case ECKey ec -> {
                var curve = curve(ec);
                yield new KnownKey.Ec(
                        curve,
                        curve.point(
                                uncompressed(curve.bytes(), number(ec.getX()), number(ec.getY()))));
            }
            case OctetKeyPair pair when isEd25519(pair) -> new KnownKey.Ed25519(pair.getDecodedX());
            case OctetSequenceKey _ -> new KnownKey.Secret();
            default -> new KnownKey.Unknown();
        };
    }

    private static PrivateKey privateKey(JWK jwk) throws CryptoException {
        return switch (jwk) {
            case RSAKey rsa
                    when rsa.isPrivate()
                            && rsa.getFirstPrimeFactor() != null
                            && rsa.getSecondPrimeFactor() != null ->
                    PrivateKey.Rsa.of(
                            number(rsa.getModulus()),
                            number(rsa.getPublicExponent()),
                            number(rsa.getPrivateExponent()),
                            number(rsa.getFirstPrimeFactor()),
                            number(rsa.getSecondPrimeFactor()));
            case ECKey ec when ec.getD() != null -> PrivateKey.Ec.of(curve(ec), number(ec.getD()));
            case OctetKeyPair pair
                    when isEd25519(pair)
                            && pair.getD() != null
                            && pair.getDecodedD().length == 32 ->
                    PrivateKey.Ed25519.of(pair.getDecodedD());
            case OctetSequenceKey secret -> new PrivateKey.Secret(secret.toByteArray());
            default -> throw new CryptoException("the key cannot sign");
        };
    }

    private static boolean isEd25519(OctetKeyPair pair) {
        return pair.getCurve().getName().equals("Ed25519") && pair.getDecodedX().length == 32;
    }

    private static Curve curve(ECKey ec) throws CryptoException {
        var curve = Curve.named(ec.getCurve().getName());
        if (curve == null) {
            throw new CryptoException("unsupported curve " + ec.getCurve());
        }
        return curve;
    }

    private static byte[] uncompressed(int size, BigInteger x, BigInteger y)
            throws CryptoException {
        if (x.bitLength() > size * 8 || y.bitLength() > size * 8) {
            throw new CryptoException("coordinates are too long");
        }
        var point = new byte[2 * size + 1];
        point[0] = 4;
        copy(x, point, 1, size);
        copy(y, point, 1 + size, size);
        return point;
    }

    private static void copy(BigInteger number, byte[] into, int at, int size) {
        byte[] bytes = org.bouncycastle.util.BigIntegers.asUnsignedByteArray(size, number);
        System.arraycopy(bytes, 0, into, at, size);
    }

    private static BigInteger number(Base64URL encoded) {
        return encoded.decodeToBigInteger();
    }

    private static String string(RegoObject object, String name) throws CryptoException {
        return switch (object.get(name)) {
            case null -> "";
            case RegoString string -> string.value();
            case RegoValue _ ->
                    throw new CryptoException("jwk.Parse: " + name + " must be a string");
        };
    }
}
