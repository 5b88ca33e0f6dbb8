package dev.fiducia.attestation.nvidia;

import dev.fiducia.attestation.evidence.P384Chains;
import dev.fiducia.attestation.evidence.PemCertificates;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// The certificates of a device's attestation key up to a trusted root.
///
/// @param key the key that signs reports
/// @param firmwareId the digest of the firmware that the key was derived for (FWID)
/// @param root which trusted root that is
@SuppressWarnings("ArrayRecordComponent") // never changed nor compared
record DeviceChain(ECPublicKey key, byte[] firmwareId, String root) {

    private static final String CODE = "nvidia-chain-invalid";

    /// TCG DICE: TcbInfo. Its last member is the digest.
    private static final String TCB_INFO = "2.23.133.5.4.1";

    private static final int DIGEST_LENGTH = 48;
    private static final int MAX_CERTIFICATES = 10;

    /// Reads and verifies a PEM chain: leaf first, root last.
    static DeviceChain of(byte[] pem, DeviceRoots roots, Instant now, CryptoSuite crypto)
            throws RefusedException {
        List<X509Certificate> chain = certificates(pem, crypto);
        if (chain.size() < 2 || chain.size() > MAX_CERTIFICATES) {
            throw invalid("must have at least the root CA and signing certificates");
        }
        String root = roots.require(chain.getLast());
        for (int i = 0; i + 1 < chain.size(); i++) {
            if (!P384Chains.issued(chain.get(i + 1), chain.get(i), i, crypto)) {
                throw invalid("failed to verify at certificate " + i);
            }
        }
        for (X509Certificate certificate : chain) {
            if (!P384Chains.isCurrent(certificate, now)) {
                throw invalid("has a certificate that is out of its time");
            }
        }
        X509Certificate leaf = chain.getFirst();
        byte[] firmwareId = firmwareId(leaf);
        boolean[] usage = leaf.getKeyUsage();
        if (leaf.getBasicConstraints() >= 0 || usage == null || !usage[0]) {
            throw invalid("begins with a certificate that is not for signing");
        }
        ECPublicKey key =
                P384Chains.key(leaf.getPublicKey(), crypto)
                        .orElseThrow(() -> invalid("begins with a key that is not on P-384"));
        return new DeviceChain(key, firmwareId, root);
    }

    /// Tells devices apart.
    String device() {
        return HexFormat.of().formatHex(key.getEncoded());
    }

    private static List<X509Certificate> certificates(byte[] pem, CryptoSuite crypto)
            throws RefusedException {
        try {
            return PemCertificates.all(new String(pem, StandardCharsets.US_ASCII), crypto);
        } catch (CertificateException e) {
            throw invalid("holds something that is no certificate");
        }
    }

    private static byte[] firmwareId(X509Certificate leaf) throws RefusedException {
        byte[] extension = leaf.getExtensionValue(TCB_INFO);
        if (extension == null || extension.length < DIGEST_LENGTH) {
            throw invalid("has no FWID in its signing certificate");
        }
        return Arrays.copyOfRange(extension, extension.length - DIGEST_LENGTH, extension.length);
    }

    private static RefusedException invalid(String what) {
        return RefusedException.of(CODE, "The device's certificate chain " + what);
    }
}
