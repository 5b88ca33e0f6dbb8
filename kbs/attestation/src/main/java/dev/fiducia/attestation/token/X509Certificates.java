package dev.fiducia.attestation.token;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/// Reading of certificates: PEM files from the configuration, DER from a token's `x5c`.
public final class X509Certificates {
    private X509Certificates() {}

    /// All certificates of PEM files, in order; a file without one is an error.
    public static List<X509Certificate> fromPemFiles(List<Path> files) throws TokenKeyException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Path file : files) {
            certificates.addAll(fromPem(file));
        }
        return List.copyOf(certificates);
    }

    /// The certificates of one PEM file, in order; a file without one is an error.
    public static List<X509Certificate> fromPem(Path file) throws TokenKeyException {
        List<X509Certificate> certificates = new ArrayList<>();
        try (var in = Files.newInputStream(file)) {
            for (var certificate : factory().generateCertificates(in)) {
                certificates.add((X509Certificate) certificate);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new TokenKeyException("cannot read certificates from " + file, e);
        }
        if (certificates.isEmpty()) {
            throw new TokenKeyException("no certificate in " + file);
        }
        return List.copyOf(certificates);
    }

    static X509Certificate fromDer(byte[] der) throws CertificateException {
        try {
            return (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw e instanceof CertificateException wrong ? wrong : new CertificateException(e);
        }
    }

    private static CertificateFactory factory() throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509", "SUN");
    }
}
