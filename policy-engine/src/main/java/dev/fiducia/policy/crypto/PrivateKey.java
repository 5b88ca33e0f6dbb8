package dev.fiducia.policy.crypto;

import java.math.BigInteger;

/// A key that signs.
sealed interface PrivateKey {
    KnownKey publicKey();

    record Rsa(
            KnownKey.Rsa publicKey,
            BigInteger d,
            BigInteger p,
            BigInteger q,
            BigInteger dp,
            BigInteger dq,
            BigInteger qInverse)
            implements PrivateKey {
        /// Checks that the numbers belong together.
        static Rsa of(BigInteger modulus, BigInteger e, BigInteger d, BigInteger p, BigInteger q)
                throws CryptoException {
            var known = KnownKey.rsa(modulus, e);
            if (p.signum() <= 0
                    || q.signum() <= 0
                    || d.signum() <= 0
                    || d.bitLength() > modulus.bitLength()
                    || !p.multiply(q).equals(modulus)) {
                throw new CryptoException("crypto/rsa: invalid modulus");
            }
            var pLess = p.subtract(BigInteger.ONE);
            var qLess = q.subtract(BigInteger.ONE);
            if (pLess.signum() <= 0
                    || qLess.signum() <= 0
                    || !isOne(d.multiply(e), pLess)
                    || !isOne(d.multiply(e), qLess)) {
                throw new CryptoException("crypto/rsa: invalid exponents");
            }
            try {
                return new Rsa(known, d, p, q, d.mod(pLess), d.mod(qLess), q.modInverse(p));
            } catch (ArithmeticException failure) {
                throw new CryptoException("crypto/rsa: invalid prime value", failure);
            }
        }

        private static boolean isOne(BigInteger value, BigInteger modulus) {
            return value.mod(modulus).equals(BigInteger.ONE.mod(modulus));
        }

        @Override
        public String toString() {
            return "RSA private key";
        }
    }

    record Ec(KnownKey.Ec publicKey, BigInteger d) implements PrivateKey {
        static Ec of(Curve curve, BigInteger d) throws CryptoException {
            return new Ec(new KnownKey.Ec(curve, curve.multiply(d)), d);
        }

        @Override
        public String toString() {
            return "EC private key";
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // within this package, never compared
    record Ed25519(KnownKey.Ed25519 publicKey, byte[] seed) implements PrivateKey {
        static Ed25519 of(byte[] seed) {
            var parameters =
                    new org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters(seed, 0);
            return new Ed25519(
                    new KnownKey.Ed25519(parameters.generatePublicKey().getEncoded()), seed);
        }

        @Override
        public String toString() {
            return "Ed25519 private key";
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // within this package, never compared
    record Secret(byte[] bytes) implements PrivateKey {
        @Override
        public KnownKey publicKey() {
            return new KnownKey.Secret();
        }

        @Override
        public String toString() {
            return "secret";
        }
    }
}
