package dev.fiducia.attestation.token;

import dev.fiducia.crypto.HashAlgorithm;

import java.util.Optional;

/// The JWS algorithms that a verification key may be for (RFC 7518 section 3.1, RFC 8037). `none`
/// is not among them.
public enum JwsAlgorithm {
    HS256("HS256", Family.HMAC, HashAlgorithm.SHA256),
    HS384("HS384", Family.HMAC, HashAlgorithm.SHA384),
    HS512("HS512", Family.HMAC, HashAlgorithm.SHA512),
    RS256("RS256", Family.RSA, HashAlgorithm.SHA256),
    RS384("RS384", Family.RSA, HashAlgorithm.SHA384),
    RS512("RS512", Family.RSA, HashAlgorithm.SHA512),
    PS256("PS256", Family.RSA_PSS, HashAlgorithm.SHA256),
    PS384("PS384", Family.RSA_PSS, HashAlgorithm.SHA384),
    PS512("PS512", Family.RSA_PSS, HashAlgorithm.SHA512),
    ES256("ES256", Family.P256, HashAlgorithm.SHA256),
    ES384("ES384", Family.P384, HashAlgorithm.SHA384),
    EDDSA("EdDSA", Family.ED25519, HashAlgorithm.SHA512);

    /// What kind of key an algorithm needs.
    enum Family {
        HMAC,
        RSA,
        RSA_PSS,
        P256,
        P384,
        ED25519
    }

    private final String wireName;
    private final Family family;
    private final HashAlgorithm hash;

    JwsAlgorithm(String wireName, Family family, HashAlgorithm hash) {
        this.wireName = wireName;
        this.family = family;
        this.hash = hash;
    }

    /// The algorithm of an `alg` value, exact in case.
    public static Optional<JwsAlgorithm> named(String alg) {
        for (JwsAlgorithm algorithm : values()) {
            if (algorithm.wireName.equals(alg)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /// The value of `alg`.
    public String wireName() {
        return wireName;
    }

    Family family() {
        return family;
    }

    HashAlgorithm hash() {
        return hash;
    }
}
