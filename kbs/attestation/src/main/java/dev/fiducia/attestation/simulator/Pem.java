package dev.fiducia.attestation.simulator;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/// Texts of certificates and keys, as they lie in files.
final class Pem {

    private Pem() {}

    static String certificates(X509Certificate... certificates) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append(text("CERTIFICATE", der(certificate)));
        }
        return text.toString();
    }

    static String privateKey(byte[] pkcs8) {
        return text("PRIVATE KEY", pkcs8);
    }

    static String publicKey(byte[] subjectPublicKeyInfo) {
        return text("PUBLIC KEY", subjectPublicKeyInfo);
    }

    static String list(byte[] crl) {
        return text("X509 CRL", crl);
    }

    /// The content of the only or first block of a text.
    static byte[] content(String pem) throws IOException {
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            PemObject block = reader.readPemObject();
            if (block == null) {
                throw new IOException("no PEM block");
            }
            return block.getContent();
        }
    }

    static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A parsed certificate has no encoding", e);
        }
    }

    static String commonName(X509Certificate certificate) {
        X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return IETFUtils.valueToString(subject.getRDNs(BCStyle.CN)[0].getFirst().getValue());
    }

    private static String text(String type, byte[] content) {
        StringWriter out = new StringWriter();
        try (PemWriter writer = new PemWriter(out)) {
            writer.writeObject(new PemObject(type, content));
        } catch (IOException e) {
            throw new IllegalStateException("A string can't be written to", e);
        }
        return out.toString();
    }
}
