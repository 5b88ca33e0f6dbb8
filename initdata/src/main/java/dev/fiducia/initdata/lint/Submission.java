package dev.fiducia.initdata.lint;

import dev.fiducia.initdata.DecodedAnnotation;
import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What somebody handed in: a document, or the value of a pod annotation, with or without the
/// annotation's name before it.
public final class Submission {

    /// The name of an annotation as a line of YAML or an assignment has it, before its value.
    private static final Pattern NAME =
            Pattern.compile("[\"']?(io\\.katacontainers\\.[a-z_.]{1,80})[\"']?\\s{0,9}[:=]");

    private final byte @Nullable [] raw;
    private final @Nullable InitdataException refusal;
    private final Optional<String> annotationName;
    private final @Nullable String annotation;
    private final boolean uncompressed;

    private Submission(
            byte @Nullable [] raw,
            @Nullable InitdataException refusal,
            Optional<String> annotationName,
            @Nullable String annotation,
            boolean uncompressed) {
        this.raw = raw;
        this.refusal = refusal;
        this.annotationName = annotationName;
        this.annotation = annotation;
        this.uncompressed = uncompressed;
    }

    /// Tells documents from annotations: those have only characters of base64, which no document
    /// that could be any good does.
    public static Submission of(byte[] bytes) {
        if (bytes.length > InitdataDocument.MAX_SIZE) {
            return ofTooLarge(bytes);
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher name = NAME.matcher(text);
        if (name.lookingAt()) {
            String value = unquoted(text.substring(name.end()).strip());
            return looksLikeBase64(value)
                    ? ofAnnotation(Optional.of(name.group(1)), value)
                    : ofDocument(bytes);
        }
        return looksLikeBase64(text)
                ? ofAnnotation(Optional.empty(), text.strip())
                : ofDocument(bytes);
    }

    /// The document's own check words the refusal; it looks at the length only.
    private static Submission ofTooLarge(byte[] bytes) {
        try {
            InitdataDocument.parse(bytes);
            throw new IllegalStateException("a document beyond the limit was read");
        } catch (InitdataException e) {
            return new Submission(null, e, Optional.empty(), null, false);
        }
    }

    private static Submission ofDocument(byte[] bytes) {
        return new Submission(bytes.clone(), null, Optional.empty(), null, false);
    }

    private static Submission ofAnnotation(Optional<String> name, String value) {
        try {
            DecodedAnnotation decoded =
                    InitdataAnnotation.decode(value.replaceAll("[\\r\\n]+[ \\t]*", ""));
            return new Submission(decoded.raw(), null, name, value, decoded.isLegacy());
        } catch (InitdataException e) {
            return new Submission(null, e, name, value, false);
        }
    }

    /// The document's bytes, or nothing when they could not be got out. The caller must not change
    /// them.
    Optional<byte[]> raw() {
        return Optional.ofNullable(raw);
    }

    /// The document that was handed in.
    ///
    /// @throws InitdataException if guests would refuse it, or it could not be got out
    public InitdataDocument document() throws InitdataException {
        if (raw == null) {
            throw Objects.requireNonNull(refusal, "neither bytes nor a reason");
        }
        return InitdataDocument.parse(raw);
    }

    /// Why there are no bytes.
    public Optional<InitdataException> refusal() {
        return Optional.ofNullable(refusal);
    }

    /// Whether an annotation was handed in.
    public boolean isAnnotation() {
        return annotation != null;
    }

    /// The annotation's value as it was handed in.
    Optional<String> annotation() {
        return Optional.ofNullable(annotation);
    }

    /// The annotation's name, where it was handed in too.
    public Optional<String> annotationName() {
        return annotationName;
    }

    /// Whether the annotation lacks the compression that readers of today demand.
    public boolean isUncompressed() {
        return uncompressed;
    }

    /// Whether the annotation's value has line breaks inside, which some readers refuse.
    public boolean isWrapped() {
        return annotation != null && annotation.indexOf('\n') >= 0;
    }

    private static String unquoted(String value) {
        boolean quoted =
                value.length() >= 2
                        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                        && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static boolean looksLikeBase64(String text) {
        if (text.contains(" = ")) {
            return false;
        }
        boolean any = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
            if (!blank && !isBase64(c)) {
                return false;
            }
            any |= !blank && c != '=';
        }
        return any;
    }

    private static boolean isBase64(char c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || "+/=-_".indexOf(c) >= 0;
    }
}
