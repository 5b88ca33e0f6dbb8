package dev.fiducia.policy.crypto;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;

import java.io.IOException;
import java.util.ArrayList;

/// A certificate as the JSON of Go's `x509.Certificate`, as of Go 1.24.
final class CertificateJson {
    private CertificateJson() {}

    /// @param withUriStrings whether OPA's own field is to be there
    static RegoValue of(ParsedCertificate certificate, boolean withUriStrings)
            throws CryptoException {
        var structure = certificate.structure();
        var tbs = structure.getTBSCertificate();
        var json = RegoObject.builder();
        json.put("Raw", GoJson.bytes(certificate.der()));
        json.put("RawTBSCertificate", encoded(tbs));
        json.put("RawSubjectPublicKeyInfo", encoded(structure.getSubjectPublicKeyInfo()));
        json.put("RawSubject", encoded(structure.getSubject()));
        json.put("RawIssuer", encoded(structure.getIssuer()));
        json.put("Signature", GoJson.bytes(structure.getSignature().getOctets()));
        json.put("SignatureAlgorithm", SignatureScheme.number(structure.getSignatureAlgorithm()));
        json.put("PublicKeyAlgorithm", SignatureScheme.keyNumber(certificate.key()));
        json.put("PublicKey", GoKeys.json(certificate.key()));
        json.put("Version", RegoNumber.of(certificate.version()));
        json.put("SerialNumber", GoJson.number(certificate.serialNumber()));
        json.put("Issuer", NameJson.of(structure.getIssuer()));
        json.put("Subject", NameJson.of(structure.getSubject()));
        json.put("NotBefore", GoJson.text(certificate.notBefore().toString()));
        json.put("NotAfter", GoJson.text(certificate.notAfter().toString()));
        json.put("KeyUsage", RegoNumber.of(certificate.keyUsage()));
        json.put("ExtraExtensions", RegoNull.NULL);
        json.put("BasicConstraintsValid", RegoBoolean.of(certificate.basicConstraints()));
        json.put("IsCA", RegoBoolean.of(certificate.authority()));
        json.put("MaxPathLen", RegoNumber.of(certificate.maxPathLength()));
        json.put(
                "MaxPathLenZero",
                RegoBoolean.of(certificate.basicConstraints() && certificate.maxPathLength() == 0));
        usages(json, certificate.usages());
        NamesJson.put(json, certificate.names());
        if (withUriStrings) {
            json.put("URIStrings", GoJson.texts(certificate.names().uris()));
        }
        ExtensionJson.put(json, certificate);
        return json.build();
    }

    private static void usages(RegoObject.Builder json, ExtendedUsages usages) {
        var known = new ArrayList<RegoValue>();
        usages.known().forEach(number -> known.add(RegoNumber.of(number)));
        var unknown = new ArrayList<RegoValue>();
        usages.unknown().forEach(oid -> unknown.add(GoJson.oid(oid)));
        json.put("ExtKeyUsage", GoJson.list(known));
        json.put("UnknownExtKeyUsage", GoJson.list(unknown));
    }

    static RegoValue encoded(ASN1Encodable part) throws CryptoException {
        try {
            return GoJson.bytes(part.toASN1Primitive().getEncoded(ASN1Encoding.DL));
        } catch (IOException e) {
            throw new CryptoException("x509: malformed certificate", e);
        }
    }

    /// A certificate with its key, as Go's `tls.Certificate`.
    static RegoValue pair(java.util.List<ParsedCertificate> chain, PrivateKey key)
            throws CryptoException {
        var certificates = RegoArray.builder();
        for (var certificate : chain) {
            certificates.add(GoJson.bytes(certificate.der()));
        }
        return RegoObject.builder()
                .put("Certificate", certificates.build())
                .put("PrivateKey", GoKeys.json(key))
                .put("SupportedSignatureAlgorithms", RegoNull.NULL)
                .put("OCSPStaple", RegoNull.NULL)
                .put("SignedCertificateTimestamps", RegoNull.NULL)
                .put("Leaf", of(chain.getFirst(), false))
                .build();
    }
}
