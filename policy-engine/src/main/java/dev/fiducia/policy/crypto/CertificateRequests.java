package dev.fiducia.policy.crypto;

import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;

/// PKCS #10 certificate requests, as Go's `x509.CertificateRequest`.
public final class CertificateRequests {
    private static final String PEM = "-----BEGIN CERTIFICATE REQUEST-----";

    private CertificateRequests() {}

    /// Reads one request in PEM, in base64 of PEM or in base64 of DER.
    public static RegoValue json(String text) throws CryptoException {
        byte[] bytes =
                text.startsWith(PEM)
                        ? text.getBytes(StandardCharsets.ISO_8859_1)
                        : Base64Text.decode(text);
        var block = Pem.next(new String(bytes, StandardCharsets.ISO_8859_1), 0);
        if (block != null && !block.type().equals("CERTIFICATE REQUEST")) {
            throw new CryptoException("invalid PEM-encoded certificate signing request");
        }
        byte[] der = block == null ? bytes : block.bytes();
        try (var in = new ASN1InputStream(new ByteArrayInputStream(der), der.length)) {
            var object = in.readObject();
            if (!(object instanceof ASN1Sequence sequence)
                    || in.read() >= 0
                    || !Arrays.equals(sequence.getEncoded(ASN1Encoding.DL), der)) {
                throw malformed(null);
            }
            return json(der, CertificationRequest.getInstance(sequence));
        } catch (IOException | RuntimeException e) {
            throw malformed(e);
        }
    }

    private static CryptoException malformed(@Nullable Exception cause) {
        String message = "asn1: structure error: malformed certificate request";
        return cause == null ? new CryptoException(message) : new CryptoException(message, cause);
    }

    private static RegoValue json(byte[] der, CertificationRequest request) throws CryptoException {
        var info = request.getCertificationRequestInfo();
        var key = KnownKey.of(info.getSubjectPublicKeyInfo());
        var attributes = new ArrayList<RegoValue>();
        Extensions extensions = null;
        for (var element : info.getAttributes()) {
            var attribute = Attribute.getInstance(element);
            if (attribute.getAttrType().equals(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)) {
                extensions = Extensions.getInstance(attribute.getAttrValues().getObjectAt(0));
            }
            var shown = RequestAttributes.json(attribute);
            if (shown != null) {
                attributes.add(shown);
            }
        }
        var json = RegoObject.builder();
        json.put("Raw", GoJson.bytes(der));
        json.put("RawTBSCertificateRequest", CertificateJson.encoded(info));
        json.put(
                "RawSubjectPublicKeyInfo", CertificateJson.encoded(info.getSubjectPublicKeyInfo()));
        json.put("RawSubject", CertificateJson.encoded(info.getSubject()));
        json.put("Version", RegoNumber.of(info.getVersion().intValueExact()));
        json.put("Signature", GoJson.bytes(request.getSignature().getOctets()));
        json.put("SignatureAlgorithm", SignatureScheme.number(request.getSignatureAlgorithm()));
        json.put("PublicKeyAlgorithm", SignatureScheme.keyNumber(key));
        json.put("PublicKey", GoKeys.json(key));
        json.put("Subject", NameJson.of(info.getSubject()));
        json.put("Attributes", GoJson.list(attributes));
        json.put("Extensions", ExtensionJson.list(extensions));
        json.put("ExtraExtensions", RegoNull.NULL);
        NamesJson.put(
                json,
                SubjectNames.of(
                        extensions == null
                                ? null
                                : extensions.getExtension(Extension.subjectAlternativeName)));
        return json.build();
    }
}
