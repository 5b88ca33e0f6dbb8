package dev.fiducia.initdata;

import java.util.Locale;

/// What can be wrong with a document or with one of its encodings.
public enum InitdataError {
    /// The document is larger than [InitdataDocument#MAX_SIZE].
    DOCUMENT_TOO_LARGE,
    /// The document starts with a UTF-8 byte order mark, which guests refuse.
    BYTE_ORDER_MARK,
    /// The bytes are not UTF-8.
    NOT_UTF8,
    /// The document holds a NUL character.
    NUL_CHARACTER,
    /// The text is not TOML 1.0.0.
    SYNTAX,
    /// A key or table is defined twice.
    DUPLICATE_KEY,
    /// `version`, `algorithm` or `[data]` is absent.
    MISSING_MEMBER,
    /// A member has another type than the format demands.
    WRONG_TYPE,
    /// A file name below `[data]` was not quoted, which makes it a nested table.
    DOTTED_KEY,
    /// `version` is not `0.1.0`.
    UNSUPPORTED_VERSION,
    /// `algorithm` is none of `sha256`, `sha384`, `sha512`.
    UNSUPPORTED_ALGORITHM,
    /// The annotation is empty.
    ANNOTATION_EMPTY,
    /// The annotation is longer than Kubernetes could carry.
    ANNOTATION_TOO_LARGE,
    /// Line breaks or blanks inside the base64.
    BASE64_WHITESPACE,
    /// The URL-safe alphabet instead of the standard one.
    BASE64_URL_ALPHABET,
    /// A character that base64 does not have.
    BASE64_CHARACTER,
    /// Padding is missing, misplaced, too much, or hides bits.
    BASE64_PADDING,
    /// A gzip header with an unknown method or reserved flags.
    GZIP_HEADER,
    /// The gzip stream ends early.
    GZIP_TRUNCATED,
    /// The compressed data or its check sum is wrong.
    GZIP_CORRUPT,
    /// More than one gzip member.
    GZIP_MEMBERS,
    /// Bytes after the end of the gzip stream.
    GZIP_TRAILING_BYTES,
    /// The content inflates to more than a document may have.
    INFLATED_TOO_LARGE,
    /// The block device image does not start with its magic.
    DEVICE_MAGIC,
    /// The block device image says a length that it does not have.
    DEVICE_LENGTH,
    /// The block device image is not filled up with zeros to whole sectors.
    DEVICE_PADDING;

    /// The stable, lower-case name that goes into API answers and logs, such as `dotted-key`.
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
