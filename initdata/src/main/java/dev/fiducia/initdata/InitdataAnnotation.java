package dev.fiducia.initdata;

import dev.fiducia.initdata.DecodedAnnotation.Form;

import java.util.Base64;
import java.util.Optional;

/// The form in which a document travels in a pod annotation, in the `INITDATA` key of a ConfigMap
/// and in user data: base64 (RFC 4648 standard, padded, no line breaks) of gzip of the document.
///
/// One document has many such strings, so strings are never compared, only what they decode to.
public final class InitdataAnnotation {

    /// The annotation that runtimes read today.
    public static final String KEY = "io.katacontainers.config.hypervisor.cc_init_data";

    /// The annotation's name until 2025.
    public static final String LEGACY_KEY = "io.katacontainers.config.runtime.cc_init_data";

    /// The longest annotation that is accepted, in characters. Kubernetes allows 256 KiB for all
    /// annotations of an object together.
    public static final int MAX_LENGTH = 200 * 1024;

    private static final int AZURE_USER_DATA = 48 * 1024;
    private static final int AWS_USER_DATA = 12 * 1024;

    private InitdataAnnotation() {}

    /// The document's bytes out of an annotation.
    ///
    /// @throws InitdataException if the value is not exactly one of the forms; the message says how
    ///   to mend it
    public static DecodedAnnotation decode(String annotation) throws InitdataException {
        if (annotation.isEmpty()) {
            throw new InitdataException(InitdataError.ANNOTATION_EMPTY, "the annotation is empty");
        }
        if (annotation.length() > MAX_LENGTH) {
            throw new InitdataException(
                    InitdataError.ANNOTATION_TOO_LARGE,
                    "the annotation has more than "
                            + MAX_LENGTH
                            + " characters: Kubernetes could not carry it");
        }
        byte[] bytes = StrictBase64.decode(annotation);
        if (!Gzip.isGzip(bytes)) {
            return new DecodedAnnotation(bytes, Form.LEGACY_UNCOMPRESSED);
        }
        Gzip.Content content = Gzip.decompress(bytes, InitdataDocument.MAX_SIZE);
        return new DecodedAnnotation(
                content.bytes().array(),
                content.metadata() ? Form.GZIP_WITH_METADATA : Form.REPRODUCIBLE);
    }

    /// The annotation for a document's bytes, compressed as by `gzip -n -9`. The same bytes give
    /// the same string on one installation; other compressors may give another one that decodes to
    /// the same.
    public static String encode(byte[] raw) {
        return Base64.getEncoder().encodeToString(Gzip.compress(raw));
    }

    /// What a user should know about the size of an annotation: where it will not fit.
    public static Optional<String> sizeWarning(String annotation) {
        int length = annotation.length();
        if (length > MAX_LENGTH) {
            return Optional.of(
                    length + " characters: too long for an annotation (" + MAX_LENGTH + ")");
        }
        if (length > AZURE_USER_DATA) {
            return Optional.of(
                    length + " characters: may not fit Azure user data (64 KiB with all else)");
        }
        if (length > AWS_USER_DATA) {
            return Optional.of(
                    length + " characters: may not fit AWS user data (16 KiB with all else)");
        }
        return Optional.empty();
    }
}
