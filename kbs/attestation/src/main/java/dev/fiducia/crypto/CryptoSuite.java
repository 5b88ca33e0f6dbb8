package dev.fiducia.crypto;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;

/// Every cryptographic operation, each by the provider that does it best here.
///
/// Signatures that don't verify and ciphertexts that don't open are values (`false`, empty); an
/// unusable key from outside is an [InvalidKeyException]; anything else is a bug or a broken
/// runtime and unchecked. Thread-safe; one suite serves a process.
public final class CryptoSuite {

    private final CryptoPreference preference;
    private final Providers providers;
    private final SecureRandom random;
    private final EllipticCurves ec;
    private final Rsa rsa;

    private CryptoSuite(CryptoPreference preference, Providers providers, SecureRandom random) {
        this.preference = preference;
        this.providers = providers;
        this.random = random;
        this.ec = new EllipticCurves(providers.ec(), random);
        this.rsa = new Rsa(providers.rsaPrivate(), providers.oaepDecrypt(), random);
    }

    /// The suite of a preference; what can't be had here is replaced, and [#describe()] warns of
    /// it.
    public static CryptoSuite create(CryptoPreference preference) {
        return new CryptoSuite(preference, Providers.choose(preference), systemRandom());
    }

    static CryptoSuite of(CryptoPreference preference, Providers providers) {
        return new CryptoSuite(preference, providers, systemRandom());
    }

    /// Which provider does what, and what an operator should know about it.
    public CryptoReport describe() {
        return new CryptoReport(
                preference,
                List.of(
                        new CryptoReport.Choice(
                                "EC sign, verify, agree, generate", named(providers.ec())),
                        new CryptoReport.Choice("RSA sign, decrypt", named(providers.rsaPrivate())),
                        new CryptoReport.Choice("RSA verify", named(Providers.SUN_RSA)),
                        new CryptoReport.Choice(
                                "AES-GCM, AES key wrap, HMAC, RSA encrypt",
                                named(Providers.SUN_JCE)),
                        new CryptoReport.Choice("SHA-2, X.509", named(Providers.SUN)),
                        new CryptoReport.Choice("SM2, SM3, ASN.1", named(Providers.BOUNCY_CASTLE))),
                providers.warnings());
    }

    /// The provider for elliptic curves, for libraries that take one (Nimbus).
    public Provider ecProvider() {
        return providers.ec();
    }

    /// Hash of the parts, one after the other.
    public byte[] digest(HashAlgorithm algorithm, byte[]... parts) {
        return Symmetric.digest(algorithm, parts);
    }

    /// A hash that is fed piece by piece, for what is too large to be held twice. Not thread-safe.
    public MessageDigest hashing(HashAlgorithm algorithm) {
        return Symmetric.hashing(algorithm);
    }

    /// HMAC of the parts, one after the other.
    public byte[] hmac(HashAlgorithm algorithm, byte[] key, byte[]... parts) {
        return Symmetric.hmac(algorithm, key, parts);
    }

    /// A new key pair for signing or agreement.
    public KeyPair generateEc(EcCurve curve) {
        return ec.generate(curve);
    }

    /// A public key from its coordinates (big-endian, unsigned); refuses points off the curve.
    public ECPublicKey ecPublicKey(EcCurve curve, byte[] x, byte[] y) throws InvalidKeyException {
        return ec.publicKey(curve, x, y);
    }

    /// A public key from its SubjectPublicKeyInfo; refuses other curves and points off the curve.
    public ECPublicKey ecPublicKey(byte[] subjectPublicKeyInfo) throws InvalidKeyException {
        return ec.publicKey(subjectPublicKeyInfo);
    }

    /// A private key from PKCS #8.
    public PrivateKey ecPrivateKey(byte[] pkcs8) throws InvalidKeyException {
        return ec.privateKey(pkcs8);
    }

    /// Verifies ECDSA in DER form.
    public boolean verifyEcdsa(
            PublicKey key, HashAlgorithm hash, byte[] data, byte[] derSignature) {
        return ec.verify(key, hash, data, derSignature);
    }

    /// Verifies ECDSA as r ‖ s, each as long as the curve's coordinates, big-endian.
    public boolean verifyEcdsaRaw(
            PublicKey key, HashAlgorithm hash, byte[] data, byte[] rawSignature) {
        return ec.verifyRaw(key, hash, data, rawSignature);
    }

    /// Signs ECDSA in DER form.
    public byte[] signEcdsa(PrivateKey key, HashAlgorithm hash, byte[] data) {
        return ec.sign(key, hash, data);
    }

    /// Signs ECDSA as r ‖ s (JWS form).
    public byte[] signEcdsaRaw(PrivateKey key, HashAlgorithm hash, byte[] data) {
        return ec.signRaw(key, hash, data);
    }

    /// ECDH: the x coordinate of the shared point. Refuses keys of different curves and points off
    /// the curve.
    public byte[] agree(PrivateKey own, PublicKey peer) throws InvalidKeyException {
        return ec.agree(own, peer);
    }

    /// A new RSA key pair.
    public KeyPair generateRsa(int bits) {
        return rsa.generate(bits);
    }

    /// An RSA public key from its SubjectPublicKeyInfo.
    public RSAPublicKey rsaPublicKey(byte[] subjectPublicKeyInfo) throws InvalidKeyException {
        return rsa.publicKey(subjectPublicKeyInfo);
    }

    /// An RSA public key from modulus and exponent.
    public RSAPublicKey rsaPublicKey(BigInteger modulus, BigInteger exponent)
            throws InvalidKeyException {
        return rsa.publicKey(modulus, exponent);
    }

    /// Encrypts with RSAES-PKCS1-v1_5, for guests that know nothing better. Whoever decrypts it
    /// must not tell why a decryption failed.
    public byte[] encryptInsecureRsaPkcs1(PublicKey key, byte[] plaintext)
            throws InvalidKeyException {
        return rsa.encryptPkcs1(key, plaintext);
    }

    /// An RSA private key from PKCS #8.
    public PrivateKey rsaPrivateKey(byte[] pkcs8) throws InvalidKeyException {
        return rsa.privateKey(pkcs8);
    }

    /// Verifies RSASSA-PSS with MGF1 of the same hash and a salt as long as the hash.
    public boolean verifyRsaPss(PublicKey key, HashAlgorithm hash, byte[] data, byte[] signature) {
        return rsa.verifyPss(key, hash, data, signature);
    }

    /// Verifies RSASSA-PKCS1-v1_5.
    public boolean verifyRsaPkcs1(
            PublicKey key, HashAlgorithm hash, byte[] data, byte[] signature) {
        return rsa.verifyPkcs1(key, hash, data, signature);
    }

    /// Signs RSASSA-PKCS1-v1_5, which is what TPMs do.
    public byte[] signRsaPkcs1(PrivateKey key, HashAlgorithm hash, byte[] data) {
        return rsa.signPkcs1(key, hash, data);
    }

    /// Signs RSASSA-PSS with MGF1 of the same hash and a salt as long as the hash.
    public byte[] signRsaPss(PrivateKey key, HashAlgorithm hash, byte[] data) {
        return rsa.signPss(key, hash, data);
    }

    /// An Ed25519 public key from its SubjectPublicKeyInfo.
    public PublicKey ed25519PublicKey(byte[] subjectPublicKeyInfo) throws InvalidKeyException {
        return Edwards.publicKey(subjectPublicKeyInfo);
    }

    /// Verifies Ed25519 (only admin tokens and foreign issuers use it, so the JDK's speed will do).
    public boolean verifyEd25519(PublicKey key, byte[] data, byte[] signature) {
        return Edwards.verify(key, data, signature);
    }

    /// A public key of SM2 from its coordinates (big-endian, unsigned); refuses points off the
    /// curve.
    public Sm2PublicKey sm2PublicKey(byte[] x, byte[] y) throws InvalidKeyException {
        return Sm2PublicKey.of(x, y);
    }

    /// Verifies SM2 with SM3 as r ‖ s.
    ///
    /// @param id what the signer is called: part of what is signed
    public boolean verifySm2(Sm2PublicKey key, byte[] id, byte[] data, byte[] rawSignature) {
        return Sm2.verify(key, id, data, rawSignature);
    }

    /// A new key pair of SM2.
    public Sm2PrivateKey generateSm2() {
        return Sm2PrivateKey.generate(random);
    }

    /// Signs SM2 with SM3 as r ‖ s.
    public byte[] signSm2(Sm2PrivateKey key, byte[] id, byte[] data) {
        return Sm2.sign(key, id, data, random);
    }

    /// Encrypts with RSA-OAEP-256.
    public byte[] encryptRsaOaep256(PublicKey key, byte[] plaintext) throws InvalidKeyException {
        return rsa.encryptOaep256(key, plaintext);
    }

    /// Decrypts RSA-OAEP-256; empty when the ciphertext isn't for this key.
    public Optional<byte[]> decryptRsaOaep256(PrivateKey key, byte[] ciphertext) {
        return rsa.decryptOaep256(key, ciphertext);
    }

    /// AES-GCM with a 128-bit tag at the end. A nonce must never be used twice with one key.
    public byte[] encryptAesGcm(byte[] key, byte[] nonce, byte[] aad, byte[] plaintext) {
        return Symmetric.gcmEncrypt(key, nonce, aad, plaintext);
    }

    /// Opens AES-GCM; empty when key, nonce, associated data and ciphertext don't belong together.
    public Optional<byte[]> decryptAesGcm(
            byte[] key, byte[] nonce, byte[] aad, byte[] ciphertextAndTag) {
        return Symmetric.gcmDecrypt(key, nonce, aad, ciphertextAndTag);
    }

    /// AES key wrap (RFC 3394).
    public byte[] wrapKey(byte[] wrappingKey, byte[] key) {
        return Symmetric.wrap(wrappingKey, key);
    }

    /// AES key unwrap (RFC 3394); empty when the wrapped key isn't genuine.
    public Optional<byte[]> unwrapKey(byte[] wrappingKey, byte[] wrapped) {
        return Symmetric.unwrap(wrappingKey, wrapped);
    }

    /// Compares in a time that depends on the lengths only.
    public boolean constantTimeEquals(byte[] a, byte[] b) {
        return MessageDigest.isEqual(a, b);
    }

    /// The source of randomness, for libraries that take one.
    public SecureRandom random() {
        return random;
    }

    /// Random bytes fit for keys, nonces and ids.
    public byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /// One certificate from DER, with nothing behind it. Its content is not judged.
    public X509Certificate certificate(byte[] der) throws CertificateException {
        ByteArrayInputStream in = new ByteArrayInputStream(der);
        X509Certificate certificate;
        try {
            certificate =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509", Providers.SUN)
                                    .generateCertificate(in);
        } catch (RuntimeException e) {
            throw new CertificateException(
                    "Not a certificate", e); // the parser's way with some malformed input
        }
        if (in.available() > 0 || certificate.getEncoded().length != der.length) {
            throw new CertificateException("There are bytes behind the certificate");
        }
        return certificate;
    }

    private static String named(Provider provider) {
        return provider.getName() + " " + provider.getVersionStr();
    }

    private static SecureRandom systemRandom() {
        try {
            return SecureRandom.getInstance("NativePRNGNonBlocking", Providers.SUN);
        } catch (GeneralSecurityException e) {
            return drbg();
        }
    }

    private static SecureRandom drbg() {
        try {
            return SecureRandom.getInstance("DRBG", Providers.SUN);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The Java runtime has no source of randomness", e);
        }
    }
}
