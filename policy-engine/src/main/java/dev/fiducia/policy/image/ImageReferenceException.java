package dev.fiducia.policy.image;

import java.util.Locale;

/// The text is no image reference: what is wrong, and where in it.
public final class ImageReferenceException extends Exception {
    private static final long serialVersionUID = 1;

    /// What is wrong with a reference.
    public enum Kind {
        EMPTY,
        TOO_LONG,
        NAME_TOO_LONG,
        UPPERCASE,
        INVALID_HOST,
        INVALID_PATH,
        /// A name of 64 hexadecimal digits would be taken for an image's id.
        NAME_IS_AN_ID,
        INVALID_TAG,
        INVALID_DIGEST,
        UNSUPPORTED_DIGEST;

        /// The name in messages and JSON, `name-too-long`.
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Kind kind;
    private final int offset;

    ImageReferenceException(Kind kind, int offset, String message) {
        super(message);
        this.kind = kind;
        this.offset = offset;
    }

    public Kind kind() {
        return kind;
    }

    /// Where in the text, in UTF-16 units from 0.
    public int offset() {
        return offset;
    }
}
