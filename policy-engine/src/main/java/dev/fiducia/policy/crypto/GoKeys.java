package dev.fiducia.policy.crypto;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import org.bouncycastle.util.BigIntegers;

import java.math.BigInteger;
import java.util.Base64;

/// Keys as JSON: Go's own structures, and JSON Web Keys.
final class GoKeys {
    private GoKeys() {}

    static RegoValue json(KnownKey key) throws CryptoException {
        return switch (key) {
            case KnownKey.Rsa rsa -> rsa(rsa).build();
            case KnownKey.Ec ec -> ec(ec).build();
            case KnownKey.Ed25519 ed -> GoJson.bytes(ed.point());
            case KnownKey.Secret _, KnownKey.Unknown _ -> RegoNull.NULL;
        };
    }

    private static RegoObject.Builder rsa(KnownKey.Rsa rsa) throws CryptoException {
        return RegoObject.builder()
                .put("N", GoJson.number(rsa.modulus()))
                .put("E", GoJson.number(rsa.exponent()));
    }

    private static RegoObject.Builder ec(KnownKey.Ec ec) throws CryptoException {
        var point = ec.point();
        return RegoObject.builder()
                .put("Curve", RegoObject.EMPTY)
                .put("X", GoJson.number(point.getAffineXCoord().toBigInteger()))
                .put("Y", GoJson.number(point.getAffineYCoord().toBigInteger()));
    }

    static RegoValue json(PrivateKey key) throws CryptoException {
        return switch (key) {
            case PrivateKey.Rsa rsa -> {
                var primes = RegoArray.builder();
                primes.add(GoJson.number(rsa.p()));
                primes.add(GoJson.number(rsa.q()));
                yield rsa(rsa.publicKey())
                        .put("D", GoJson.number(rsa.d()))
                        .put("Primes", primes.build())
                        .put(
                                "Precomputed",
                                RegoObject.builder()
                                        .put("Dp", GoJson.number(rsa.dp()))
                                        .put("Dq", GoJson.number(rsa.dq()))
                                        .put("Qinv", GoJson.number(rsa.qInverse()))
                                        .put("CRTValues", RegoArray.EMPTY)
                                        .build())
                        .build();
            }
            case PrivateKey.Ec ec -> ec(ec.publicKey()).put("D", GoJson.number(ec.d())).build();
            case PrivateKey.Ed25519 ed -> {
                var both = new byte[64];
                System.arraycopy(ed.seed(), 0, both, 0, 32);
                System.arraycopy(ed.publicKey().point(), 0, both, 32, 32);
                yield GoJson.bytes(both);
            }
            case PrivateKey.Secret secret -> GoJson.bytes(secret.bytes());
        };
    }

    static RegoValue jwk(PrivateKey key) throws CryptoException {
        return switch (key) {
            case PrivateKey.Rsa rsa ->
                    RegoObject.builder()
                            .put("kty", GoJson.text("RSA"))
                            .put("n", url(rsa.publicKey().modulus()))
                            .put("e", url(rsa.publicKey().exponent()))
                            .put("d", url(rsa.d()))
                            .put("p", url(rsa.p()))
                            .put("q", url(rsa.q()))
                            .put("dp", url(rsa.dp()))
                            .put("dq", url(rsa.dq()))
                            .put("qi", url(rsa.qInverse()))
                            .build();
            case PrivateKey.Ec ec -> {
                int size = ec.publicKey().curve().bytes();
                var point = ec.publicKey().point();
                yield RegoObject.builder()
                        .put("kty", GoJson.text("EC"))
                        .put("crv", GoJson.text(ec.publicKey().curve().jwkName()))
                        .put("x", url(point.getAffineXCoord().getEncoded()))
                        .put("y", url(point.getAffineYCoord().getEncoded()))
                        .put("d", url(BigIntegers.asUnsignedByteArray(size, ec.d())))
                        .build();
            }
            case PrivateKey.Ed25519 _ ->
                    throw new CryptoException("invalid key type ed25519.PrivateKey");
            case PrivateKey.Secret _ -> throw new CryptoException("invalid key type []uint8");
        };
    }

    private static RegoValue url(BigInteger number) {
        return url(BigIntegers.asUnsignedByteArray(number));
    }

    private static RegoValue url(byte[] bytes) {
        return GoJson.text(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
