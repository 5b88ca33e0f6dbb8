package dev.fiducia.policy.crypto;

import org.bouncycastle.asn1.ASN1Exception;
import org.jspecify.annotations.Nullable;

/// The text is no key, certificate or token that can be used; the message is Go's where there is
/// one.
public final class CryptoException extends Exception {
    private static final long serialVersionUID = 1;

    /// What Bouncy Castle says of structures inside structures, which it reads 64 deep.
    private static final String TOO_DEEP = "maximum nested construction level reached";

    private final boolean limit;

    public CryptoException(String message) {
        this(message, null, false);
    }

    /// Counts as a limit where the cause does.
    public CryptoException(String message, Throwable cause) {
        this(message, cause, isLimit(cause));
    }

    private CryptoException(String message, @Nullable Throwable cause, boolean limit) {
        super(message, cause);
        this.limit = limit;
    }

    /// The text may well be right, and is larger than what is read here.
    static CryptoException beyond(String message) {
        return new CryptoException(message, null, true);
    }

    /// Whether the text may well be right, and is only larger than what is read here.
    public boolean isLimit() {
        return limit;
    }

    private static boolean isLimit(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean tooDeep = cause instanceof ASN1Exception && TOO_DEEP.equals(cause.getMessage());
            if (tooDeep || (cause instanceof CryptoException known && known.limit)) {
                return true;
            }
        }
        return false;
    }
}
