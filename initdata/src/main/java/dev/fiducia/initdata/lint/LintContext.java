package dev.fiducia.initdata.lint;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.Names;
import dev.fiducia.initdata.Place;
import dev.fiducia.initdata.TomlText;
import dev.fiducia.initdata.config.AaConfig;
import dev.fiducia.initdata.config.CdhConfig;
import dev.fiducia.initdata.config.Loaded;
import dev.fiducia.initdata.config.Located;

import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One document under judgement, and as much as could be read of it. For use by one thread.
public final class LintContext {

    private final LintOptions options;
    private final Submission submission;
    private final String text;
    private final TextLines lines;
    private final @Nullable TomlTable toml;
    private final @Nullable InitdataDocument document;
    private final @Nullable InitdataException refusal;
    private final Map<String, Member> members;
    private final Optional<Loaded<AaConfig>> aa;
    private final Optional<Loaded<CdhConfig>> cdh;
    private final Map<Class<?>, Object> derived = new HashMap<>();

    private LintContext(
            LintOptions options,
            Submission submission,
            String text,
            @Nullable TomlTable toml,
            @Nullable InitdataDocument document,
            @Nullable InitdataException refusal) {
        this.options = options;
        this.submission = submission;
        this.text = text;
        this.lines = new TextLines(text);
        this.toml = toml;
        this.document = document;
        this.refusal = refusal;
        this.members =
                toml == null
                        ? Map.of()
                        : Collections.unmodifiableMap(new MemberReader(text, lines).members(toml));
        this.aa = member("aa.toml").map(file -> AaConfig.load(file.text()));
        this.cdh = member("cdh.toml").map(file -> CdhConfig.load(file.text()));
    }

    /// Reads as much of a submission as can be read.
    static LintContext of(Submission submission, LintOptions options) {
        byte[] raw = submission.raw().orElse(null);
        if (raw == null) {
            InitdataException refusal = submission.refusal().orElse(null);
            return new LintContext(options, submission, "", null, null, refusal);
        }
        String text = "";
        TomlTable toml = null;
        try {
            text = TomlText.decode(raw);
            toml = TomlText.parse(text);
            InitdataDocument document = InitdataDocument.parse(raw);
            return new LintContext(options, submission, text, toml, document, null);
        } catch (InitdataException e) {
            return new LintContext(options, submission, text, toml, null, e);
        }
    }

    /// How to judge.
    public LintOptions options() {
        return options;
    }

    /// What was handed in.
    public Submission submission() {
        return submission;
    }

    /// The document's text; empty when the bytes are no text.
    public String text() {
        return text;
    }

    /// The lines of the document's text.
    public TextLines lines() {
        return lines;
    }

    /// The document, when guests would take it.
    public Optional<InitdataDocument> document() {
        return Optional.ofNullable(document);
    }

    /// Why there is no document. It may still have members.
    public Optional<InitdataException> refusal() {
        return Optional.ofNullable(refusal);
    }

    /// The document as TOML, also when it is refused for what it says.
    public Optional<TomlTable> toml() {
        return Optional.ofNullable(toml);
    }

    /// The strings in `[data]`, in the order of the document.
    public Map<String, Member> members() {
        return members;
    }

    /// The string in `[data]` with this name.
    public Optional<Member> member(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /// `aa.toml`, when there is one.
    public Optional<Loaded<AaConfig>> aa() {
        return aa;
    }

    /// `cdh.toml`, when there is one.
    public Optional<Loaded<CdhConfig>> cdh() {
        return cdh;
    }

    /// The configuration in `aa.toml`, when that can be read.
    public Optional<AaConfig> aaConfig() {
        return aa.flatMap(Loaded::config);
    }

    /// The configuration in `cdh.toml`, when that can be read.
    public Optional<CdhConfig> cdhConfig() {
        return cdh.flatMap(Loaded::config);
    }

    /// The place of a value in one of the files; the file must be there.
    public Location location(String file, Located<?> value) {
        return location(file, value.path(), value.place());
    }

    /// A place in one of the files; the document when it has no such file.
    public Location location(String file, String path, Place inFile) {
        return member(file).map(member -> member.location(path, inFile)).orElse(Location.DOCUMENT);
    }

    /// The place of a top-level key, or of a key below one.
    public Location location(String... keys) {
        TomlPosition position = toml == null ? null : toml.inputPositionOf(List.of(keys));
        Optional<Place> place = Optional.ofNullable(position).map(TomlText::place);
        String path = Arrays.stream(keys).map(Names::shown).collect(Collectors.joining("."));
        return Location.ofDocument(path, place);
    }

    /// An offset in the document's text, in characters.
    public Location locationAt(int offset) {
        return Location.ofDocument("", Optional.of(lines.place(offset)));
    }

    /// How many characters the document has as an annotation: as handed in, or else as we encode
    /// it; zero when its bytes are not known.
    public int encodedLength() {
        return submission
                .annotation()
                .map(String::length)
                .or(() -> submission.raw().map(raw -> InitdataAnnotation.encode(raw).length()))
                .orElse(0);
    }

    /// Something that several rules need and that costs to work out: computed at the first call for
    /// a type, kept for this document.
    public <T> T derived(Class<T> type, Function<LintContext, T> compute) {
        Object known = derived.get(type);
        if (known == null) {
            known = compute.apply(this);
            derived.put(type, known);
        }
        return type.cast(known);
    }
}
