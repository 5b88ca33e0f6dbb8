package dev.fiducia.initdata;

import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// An initdata document: the bytes exactly as submitted, and what they say.
///
/// The bytes are the identity: comments, key order, the final newline and carriage returns are all
/// covered by the digest, so two documents that say the same are still two documents. Instances are
/// immutable.
public final class InitdataDocument {

    /// The largest document that is accepted, in bytes.
    public static final int MAX_SIZE = 512 * 1024;

    /// The only version of the format.
    public static final String VERSION = "0.1.0";

    private static final String HOW_TO_QUOTE =
            "put file names in quotes, as in \"aa.toml\" = '''…'''";

    private final byte[] raw;
    private final InitdataAlgorithm algorithm;
    private final Digest digest;
    private final Map<String, String> data;
    private final Set<String> otherMembers;

    private InitdataDocument(
            byte[] raw,
            InitdataAlgorithm algorithm,
            Map<String, String> data,
            Set<String> otherMembers) {
        this.raw = raw;
        this.algorithm = algorithm;
        this.digest = algorithm.digest(raw);
        this.data = data;
        this.otherMembers = otherMembers;
    }

    /// Parses a document.
    ///
    /// @throws InitdataException if a guest would refuse the document, or components would disagree
    ///   about it
    public static InitdataDocument parse(byte[] raw) throws InitdataException {
        if (raw.length > MAX_SIZE) {
            throw new InitdataException(
                    InitdataError.DOCUMENT_TOO_LARGE,
                    "the document has "
                            + raw.length
                            + " bytes, at most "
                            + MAX_SIZE
                            + " are possible");
        }
        byte[] copy = raw.clone();
        TomlTable document = TomlText.parse(TomlText.decode(copy));
        requireVersion(document);
        InitdataAlgorithm algorithm = requireAlgorithm(document);
        Map<String, String> data = requireData(document);
        Set<String> others = new LinkedHashSet<>(document.keySet());
        others.removeAll(Set.of("version", "algorithm", "data"));
        return new InitdataDocument(
                copy,
                algorithm,
                Collections.unmodifiableMap(data),
                Collections.unmodifiableSet(others));
    }

    /// Decodes an annotation, in its current or a legacy form, and parses what it holds.
    public static InitdataDocument ofAnnotation(String annotation) throws InitdataException {
        return parse(InitdataAnnotation.decode(annotation).raw());
    }

    /// The bytes as they were submitted, as a copy.
    public byte[] raw() {
        return raw.clone();
    }

    /// The size in bytes.
    public int size() {
        return raw.length;
    }

    /// `sha256:` and the SHA-256 of the bytes: the content address, whatever algorithm the document
    /// names.
    public String id() {
        return "sha256:" + InitdataAlgorithm.SHA256.digest(raw).hex();
    }

    /// The algorithm that the document names for its digest.
    public InitdataAlgorithm algorithm() {
        return algorithm;
    }

    /// The digest of the bytes by the document's own algorithm: what gets bound to the hardware.
    public Digest digest() {
        return digest;
    }

    /// The digests of the bytes by every algorithm. Informational: only [#digest()] is ever bound.
    public Map<InitdataAlgorithm, Digest> allDigests() {
        Map<InitdataAlgorithm, Digest> digests = new EnumMap<>(InitdataAlgorithm.class);
        for (InitdataAlgorithm each : InitdataAlgorithm.values()) {
            digests.put(each, each.digest(raw));
        }
        return Collections.unmodifiableMap(digests);
    }

    /// The members of `[data]` in the order of the document, as TOML reads them. Unmodifiable.
    public Map<String, String> data() {
        return data;
    }

    /// Names of further top-level members. They are part of the digest and otherwise without
    /// effect.
    public Set<String> otherMembers() {
        return otherMembers;
    }

    /// What each platform shows for this document.
    public PlatformValues platformValues() {
        return PlatformValues.of(algorithm, digest);
    }

    /// The values under which this document is found from evidence, one for each kind of hardware
    /// field.
    public List<BoundValue> boundValues() {
        return BoundValue.all(digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InitdataDocument that && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return "initdata " + algorithm.wireName() + ":" + digest;
    }

    private static void requireVersion(TomlTable document) throws InitdataException {
        String version = requireString(document, "version", "version = \"" + VERSION + "\"");
        if (!version.equals(VERSION)) {
            throw new InitdataException(
                    InitdataError.UNSUPPORTED_VERSION,
                    "version must be \"" + VERSION + "\"",
                    placeOf(document, "version"));
        }
    }

    private static InitdataAlgorithm requireAlgorithm(TomlTable document) throws InitdataException {
        String name = requireString(document, "algorithm", "algorithm = \"sha256\"");
        InitdataAlgorithm algorithm = InitdataAlgorithm.of(name).orElse(null);
        if (algorithm != null) {
            return algorithm;
        }
        String folded = name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
        String hint =
                InitdataAlgorithm.of(folded).isPresent() ? ": write it \"" + folded + "\"" : "";
        throw new InitdataException(
                InitdataError.UNSUPPORTED_ALGORITHM,
                "algorithm must be exactly \"sha256\", \"sha384\" or \"sha512\"" + hint,
                placeOf(document, "algorithm"));
    }

    private static String requireString(TomlTable document, String name, String example)
            throws InitdataException {
        Object value = document.get(List.of(name));
        if (value == null) {
            throw new InitdataException(
                    InitdataError.MISSING_MEMBER,
                    name + " is missing: add " + example + " above [data]");
        }
        if (!(value instanceof String text)) {
            throw new InitdataException(
                    InitdataError.WRONG_TYPE, name + " must be a string", placeOf(document, name));
        }
        return text;
    }

    private static Map<String, String> requireData(TomlTable document) throws InitdataException {
        Object value = document.get(List.of("data"));
        if (value == null) {
            throw new InitdataException(
                    InitdataError.MISSING_MEMBER,
                    "[data] is missing: add the table, even when it is empty");
        }
        if (!(value instanceof TomlTable table)) {
            throw new InitdataException(
                    InitdataError.WRONG_TYPE, "data must be a table", placeOf(document, "data"));
        }
        Map<String, String> data = new LinkedHashMap<>();
        for (String key : table.keySet()) {
            data.put(key, requireFile(table, key));
        }
        return data;
    }

    private static String requireFile(TomlTable table, String key) throws InitdataException {
        Object value = table.get(List.of(key));
        return switch (value) {
            case String text -> text;
            case TomlTable _ ->
                    throw new InitdataException(
                            InitdataError.DOTTED_KEY,
                            "data."
                                    + Names.shown(key)
                                    + " is a table, not a string: "
                                    + HOW_TO_QUOTE,
                            placeOf(table, key));
            case null, default ->
                    throw new InitdataException(
                            InitdataError.WRONG_TYPE,
                            "data." + Names.shown(key) + " must be a string",
                            placeOf(table, key));
        };
    }

    private static @Nullable Place placeOf(TomlTable table, String key) {
        TomlPosition position = table.inputPositionOf(List.of(key));
        return position == null ? null : TomlText.place(position);
    }
}
