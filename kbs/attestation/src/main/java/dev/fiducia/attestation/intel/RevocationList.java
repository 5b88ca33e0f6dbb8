package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.evidence.SignedPart;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CRLHolder;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// A CRL whose issuer signed it. Whether it is in date is asked at every use.
final class RevocationList {

    private static final int MAX_BYTES = 4 << 20;

    /// What a CRL of the whole scope of its issuer may have; others would narrow it.
    private static final Set<String> KNOWN =
            Set.of(Extension.cRLNumber.getId(), Extension.authorityKeyIdentifier.getId());

    private final X509CRLHolder crl;
    private final BigInteger number;

    private RevocationList(X509CRLHolder crl, BigInteger number) {
        this.crl = crl;
        this.number = number;
    }

    /// Reads a CRL (DER, or hexadecimal text of it as some caches answer) and checks that this
    /// certificate's key signed it.
    static RevocationList read(
            byte[] bytes, String name, X509Certificate issuer, CryptoSuite crypto)
            throws RefusedException {
        return read(
                bytes,
                name,
                Optional.of(issuer.getSubjectX500Principal().getEncoded()),
                IntelSignatures.p256(issuer.getPublicKey(), crypto),
                crypto);
    }

    /// The same for the list of a root, whose certificate may not be at hand: its key counts.
    static RevocationList readOfRoot(
            byte[] bytes, String name, IntelAnchors.Anchor root, CryptoSuite crypto)
            throws RefusedException {
        return read(bytes, name, Optional.empty(), root.key(crypto), crypto);
    }

    private static RevocationList read(
            byte[] bytes,
            String name,
            Optional<byte[]> issuer,
            Optional<ECPublicKey> key,
            CryptoSuite crypto)
            throws RefusedException {
        if (bytes.length > MAX_BYTES) {
            throw SignedText.malformed(name, "is larger than " + MAX_BYTES + " bytes");
        }
        try {
            byte[] der = der(bytes);
            X509CRLHolder crl = new X509CRLHolder(der);
            requireSigned(der, crl, name, issuer, key, crypto);
            return new RevocationList(crl, number(crl, name));
        } catch (IOException | RuntimeException e) {
            throw SignedText.malformed(name, "is not a CRL"); // the parser throws what it likes
        }
    }

    boolean revokes(X509Certificate certificate) {
        return crl.getRevokedCertificate(certificate.getSerialNumber()) != null;
    }

    BigInteger number() {
        return number;
    }

    Instant thisUpdate() {
        return crl.getThisUpdate().toInstant();
    }

    /// Empty where the CRL doesn't say, which counts as outdated.
    Optional<Instant> nextUpdate() {
        return Optional.ofNullable(crl.getNextUpdate()).map(Date::toInstant);
    }

    private static void requireSigned(
            byte[] der,
            X509CRLHolder crl,
            String name,
            Optional<byte[]> issuer,
            Optional<ECPublicKey> key,
            CryptoSuite crypto)
            throws IOException, RefusedException {
        String algorithm = crl.toASN1Structure().getSignatureAlgorithm().getAlgorithm().getId();
        boolean isSigned =
                (issuer.isEmpty() || Arrays.equals(crl.getIssuer().getEncoded(), issuer.get()))
                        && algorithm.equals(IntelSignatures.ECDSA_SHA256)
                        && key.isPresent()
                        && crypto.verifyEcdsa(
                                key.get(),
                                HashAlgorithm.SHA256,
                                SignedPart.of(der),
                                crl.toASN1Structure().getSignature().getOctets());
        if (!isSigned) {
            throw RefusedException.of(
                    "dcap-crl-invalid", "The " + name + " was not issued by whom it should be");
        }
    }

    private static BigInteger number(X509CRLHolder crl, String name) throws RefusedException {
        Extensions extensions = crl.getExtensions();
        if (extensions == null
                || extensions.getExtension(Extension.cRLNumber) == null
                || extensions.getExtension(Extension.authorityKeyIdentifier) == null) {
            throw SignedText.malformed(name, "has no number or no authority key identifier");
        }
        for (var oid : extensions.getCriticalExtensionOIDs()) {
            if (!KNOWN.contains(oid.getId())) {
                throw SignedText.malformed(name, "has a critical extension that isn't known");
            }
        }
        return ASN1Integer.getInstance(
                        extensions.getExtension(Extension.cRLNumber).getParsedValue())
                .getPositiveValue();
    }

    private static byte[] der(byte[] bytes) {
        boolean isHex =
                bytes.length % 2 == 0
                        && bytes.length > 0
                        && new String(bytes, StandardCharsets.ISO_8859_1)
                                .chars()
                                .allMatch(HexFormat::isHexDigit);
        return isHex
                ? HexFormat.of().parseHex(new String(bytes, StandardCharsets.US_ASCII))
                : bytes;
    }
}
