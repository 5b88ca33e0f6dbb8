package dev.fiducia.initdata;

import static dev.fiducia.initdata.SampleDocument.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// Whatever the bytes are, the answer is a document or an [InitdataException], never anything else.
class InitdataFuzzTest {

    private static final byte[] DOCUMENT = SampleDocument.bytes("sha256");
    private static final byte[] ANNOTATION = utf8(InitdataAnnotation.encode(DOCUMENT));
    private static final byte[] IMAGE = InitdataDevice.encode(DOCUMENT);

    @Property
    void anyBytesAsDocument(@ForAll @Size(max = 4000) byte[] raw) {
        parse(raw);
    }

    @Property
    void anyTomlLikeText(@ForAll("tomlLike") String text) {
        parse(utf8(text));
    }

    @Property
    void mutatedDocument(@ForAll("documents") byte[] raw) {
        parse(raw);
    }

    @Property
    void anyAnnotation(@ForAll String text) {
        decode(text);
    }

    @Property
    void mutatedAnnotation(@ForAll("annotations") byte[] bytes) {
        decode(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Property
    void anyGzipBody(@ForAll @Size(max = 2000) byte[] body, @ForAll byte flags) {
        byte[] gzip = new byte[10 + body.length];
        System.arraycopy(new byte[] {0x1f, (byte) 0x8b, 8, (byte) (flags & 31)}, 0, gzip, 0, 4);
        System.arraycopy(body, 0, gzip, 10, body.length);
        decode(Base64.getEncoder().encodeToString(gzip));
    }

    @Property
    void mutatedImage(@ForAll("images") byte[] image) {
        try {
            assertThat(InitdataDevice.decode(image)).isEqualTo(DOCUMENT);
        } catch (InitdataException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    @Property
    void encodingsGiveBackWhatWentIn(@ForAll @Size(max = 20_000) byte[] raw)
            throws InitdataException {
        assertThat(InitdataAnnotation.decode(InitdataAnnotation.encode(raw)).raw()).isEqualTo(raw);
        assertThat(InitdataDevice.decode(InitdataDevice.encode(raw))).isEqualTo(raw);
    }

    @Provide
    Arbitrary<byte[]> documents() {
        return mutations(DOCUMENT);
    }

    @Provide
    Arbitrary<byte[]> annotations() {
        return mutations(ANNOTATION);
    }

    @Provide
    Arbitrary<byte[]> images() {
        return mutations(IMAGE);
    }

    @Provide
    Arbitrary<String> tomlLike() {
        return Arbitraries.of(
                        "version",
                        "algorithm",
                        "\"0.1.0\"",
                        "\"sha256\"",
                        "[data]",
                        "[",
                        "]",
                        "{",
                        "}",
                        "=",
                        ".",
                        ",",
                        "\n",
                        "'''",
                        "\"\"\"",
                        "'",
                        "\"",
                        "#",
                        "\\",
                        "\\uD800",
                        "1979-05-27",
                        "07:32:00Z",
                        "0x",
                        "1e999",
                        "inf",
                        "-nan",
                        "true",
                        "a",
                        "\"aa.toml\"",
                        "\r\n",
                        "\t",
                        "é",
                        "\u2028",
                        "\uFEFF",
                        "[[data]]")
                .list()
                .ofMaxSize(60)
                .map(tokens -> String.join(" ", tokens));
    }

    /// Flipped bits, cuts and extensions of something valid.
    private static Arbitrary<byte[]> mutations(byte[] valid) {
        Arbitrary<Integer> place = Arbitraries.integers().between(0, valid.length - 1);
        Arbitrary<byte[]> flipped =
                Combinators.combine(place, Arbitraries.integers().between(0, 7))
                        .as((at, bit) -> flip(valid, at, bit));
        Arbitrary<byte[]> cut = place.map(length -> Arrays.copyOf(valid, length));
        Arbitrary<byte[]> extended =
                Arbitraries.bytes()
                        .array(byte[].class)
                        .ofMaxSize(100)
                        .map(more -> {
                            byte[] longer = Arrays.copyOf(valid, valid.length + more.length);
                            System.arraycopy(more, 0, longer, valid.length, more.length);
                            return longer;
                        });
        Arbitrary<byte[]> spliced =
                Combinators.combine(place, place)
                        .as((from, to) -> {
                            byte[] copy = valid.clone();
                            int count = Math.min(20, valid.length - Math.max(from, to));
                            System.arraycopy(valid, from, copy, to, count);
                            return copy;
                        });
        return Arbitraries.oneOf(flipped, cut, extended, spliced);
    }

    private static byte[] flip(byte[] valid, int at, int bit) {
        byte[] copy = valid.clone();
        copy[at] ^= (byte) (1 << bit);
        return copy;
    }

    private static void parse(byte[] raw) {
        try {
            InitdataDocument document = InitdataDocument.parse(raw);
            assertThat(document.raw()).isEqualTo(raw);
            assertThat(InitdataClaims.of(document)).isNotNull();
        } catch (InitdataException e) {
            assertThat(e.getMessage()).isNotBlank();
            assertThat(e.code()).isNotBlank();
        }
    }

    private static void decode(String annotation) {
        try {
            InitdataAnnotation.decode(annotation);
        } catch (InitdataException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
