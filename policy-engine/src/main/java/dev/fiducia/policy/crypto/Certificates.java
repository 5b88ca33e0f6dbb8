package dev.fiducia.policy.crypto;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoValue;

import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// X.509 certificates, read as strictly as Go reads them.
public final class Certificates {
    private static final String MALFORMED = "x509: malformed certificate";
    private static final int MAX_CERTIFICATES = 1000;

    private Certificates() {}

    /// The certificates in PEM, in base64 of PEM or in base64 of DER, as Go's JSON.
    public static RegoValue json(String text) throws CryptoException {
        return Guarded.read(
                MALFORMED,
                () -> {
                    var json = RegoArray.builder();
                    for (var certificate : parse(text)) {
                        json.add(CertificateJson.of(certificate, true));
                    }
                    return json.build();
                });
    }

    static List<ParsedCertificate> parse(String text) throws CryptoException {
        return all(text.startsWith("-----BEGIN") ? pem(text) : maybePem(Base64Text.decode(text)));
    }

    private static byte[] maybePem(byte[] bytes) throws CryptoException {
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        return text.startsWith("-----BEGIN") ? pem(text) : bytes;
    }

    private static byte[] pem(String text) throws CryptoException {
        var der = new ByteArrayOutputStream();
        for (var block = Pem.next(text, 0); block != null; block = Pem.next(text, block.end())) {
            if (!block.type().equals("CERTIFICATE")) {
                throw new CryptoException(
                        "PEM block type is '" + block.type() + "', expected CERTIFICATE");
            }
            der.writeBytes(block.bytes());
        }
        return der.toByteArray();
    }

    /// Certificates that follow each other.
    static List<ParsedCertificate> all(byte[] der) throws CryptoException {
        var certificates = new ArrayList<ParsedCertificate>();
        int at = 0;
        while (at < der.length) {
            int length = DerLength.of(der, at);
            if (length < 0) {
                throw new CryptoException(MALFORMED);
            }
            if (certificates.size() == MAX_CERTIFICATES) {
                throw CryptoException.beyond("more than " + MAX_CERTIFICATES + " certificates");
            }
            certificates.add(one(Arrays.copyOfRange(der, at, at + length)));
            at += length;
        }
        return List.copyOf(certificates);
    }

    static ParsedCertificate one(byte[] der) throws CryptoException {
        try (var in = new ASN1InputStream(new ByteArrayInputStream(der), der.length)) {
            var object = in.readObject();
            if (!(object instanceof ASN1Sequence sequence)
                    || in.read() >= 0
                    || !Arrays.equals(sequence.getEncoded(ASN1Encoding.DL), der)) {
                throw new CryptoException(MALFORMED);
            }
            return read(der, Certificate.getInstance(sequence));
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle tells of structures that are not what they should be in both ways.
            throw new CryptoException(MALFORMED, e);
        }
    }

    private static ParsedCertificate read(byte[] der, Certificate structure)
            throws CryptoException {
        var tbs = structure.getTBSCertificate();
        if (!tbs.getSignature().equals(structure.getSignatureAlgorithm())) {
            throw new CryptoException(
                    "x509: inner and outer signature algorithm identifiers don't match");
        }
        var extensions = tbs.getExtensions();
        if (extensions != null && structure.getVersionNumber() < 3) {
            throw new CryptoException(MALFORMED);
        }
        var key = KnownKey.of(structure.getSubjectPublicKeyInfo());
        boolean authority = false;
        int maxPathLength = 0;
        int keyUsage = 0;
        Extension basic = null;
        SubjectNames names = SubjectNames.NONE;
        ExtendedUsages usages = ExtendedUsages.of(null);
        if (extensions != null) {
            basic = extensions.getExtension(Extension.basicConstraints);
            if (basic != null) {
                var constraints = ASN1Sequence.getInstance(basic.getParsedValue());
                maxPathLength = -1;
                for (var part : constraints) {
                    switch (part.toASN1Primitive()) {
                        case ASN1Boolean bool -> authority = bool.isTrue();
                        case ASN1Integer length -> maxPathLength = length.intPositiveValueExact();
                        default -> throw new CryptoException("x509: invalid basic constraints");
                    }
                }
            }
            names = SubjectNames.of(extensions.getExtension(Extension.subjectAlternativeName));
            usages = ExtendedUsages.of(extensions.getExtension(Extension.extendedKeyUsage));
            var usage = extensions.getExtension(Extension.keyUsage);
            keyUsage = usage == null ? 0 : bits(ASN1BitString.getInstance(usage.getParsedValue()));
        }
        // Read once here, so that a bad date is an error of parsing.
        structure.getStartDate().getDate();
        structure.getEndDate().getDate();
        return new ParsedCertificate(
                der,
                structure,
                key,
                names,
                usages,
                basic != null,
                authority,
                maxPathLength,
                keyUsage);
    }

    /// The first bit counts as 1, the second as 2.
    private static int bits(ASN1BitString string) {
        int usage = 0;
        byte[] bytes = string.getBytes();
        for (int i = 0; i < 9 && i / 8 < bytes.length; i++) {
            if ((bytes[i / 8] & (0x80 >> (i % 8))) != 0) {
                usage |= 1 << i;
            }
        }
        return usage;
    }
}
