package dev.fiducia.ha.seal;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/// SHA-256 by the JDK.
public final class Sha256 {
    private Sha256() {}

    /// The digest in lower-case hexadecimal.
    public static String hex(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256", JdkCrypto.DIGESTS);
            return HexFormat.of().formatHex(digest.digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 does not work in this runtime", e);
        }
    }
}
