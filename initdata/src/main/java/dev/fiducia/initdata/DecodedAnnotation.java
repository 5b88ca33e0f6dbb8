package dev.fiducia.initdata;

/// The content of an annotation and the form in which it came.
public final class DecodedAnnotation {

    /// The forms in which annotations are met.
    public enum Form {
        /// gzip without name and time, as `gzip -n` writes it: the same document gives the same
        /// header.
        REPRODUCIBLE,
        /// gzip with name, time, comment or extra fields. The content counts, the annotation is not
        /// repeatable.
        GZIP_WITH_METADATA,
        /// base64 of the bare document, as cloud-api-adaptor and Kata used it until spring 2025.
        /// Components of today refuse it.
        LEGACY_UNCOMPRESSED
    }

    private final byte[] raw;
    private final Form form;

    DecodedAnnotation(byte[] raw, Form form) {
        this.raw = raw;
        this.form = form;
    }

    /// The document's bytes, as a copy.
    public byte[] raw() {
        return raw.clone();
    }

    /// How the annotation was encoded.
    public Form form() {
        return form;
    }

    /// Whether components of today refuse the form.
    public boolean isLegacy() {
        return form == Form.LEGACY_UNCOMPRESSED;
    }
}
