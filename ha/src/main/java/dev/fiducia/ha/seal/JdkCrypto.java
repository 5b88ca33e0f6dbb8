package dev.fiducia.ha.seal;

import java.security.GeneralSecurityException;

import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// The JDK's own providers, by name: the fastest for AES-GCM, and always there.
final class JdkCrypto {

    static final String CIPHERS = "SunJCE";
    static final String DIGESTS = "SUN";

    private JdkCrypto() {}

    /// HKDF with SHA-256 (RFC 5869), extract and expand, without salt.
    static byte[] hkdf(byte[] secret, byte[] info, int length) {
        try {
            return KDF.getInstance("HKDF-SHA256", CIPHERS)
                    .deriveData(
                            HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(info, length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF-SHA256 does not work in this runtime", e);
        }
    }
}
