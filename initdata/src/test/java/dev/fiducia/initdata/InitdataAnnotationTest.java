package dev.fiducia.initdata;

import static dev.fiducia.initdata.SampleDocument.utf8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fiducia.initdata.DecodedAnnotation.Form;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

class InitdataAnnotationTest {

    /// The worked example, by `gzip -n -9 | base64 -w0`.
    private static final String GNU_GZIP =
            "H4sIAAAAAAACA42QT2vDMAzF7/4UwZee6mSDjVLoqexe2mMIQXXUxCS2M1sZ7bef3Db7y2AHYyS99/OTYWh9MNTZbJPJ2MHj"
                    + "07MUbxii8S61CvWgCilE2QBBJSSAIm8HybPFYiFK8j26Wnt3Mm2sftSqP3JvCkMidURjXOc59xSewY4DKu3telWs+IEE"
                    + "E1I33Td89LpHSu7JmTOb8zC5/Epv0JGBYckFgXGcOE/u5JBCB7zPI5vLivP3R10JBxYTTeuaa/m/aKI0FlqsxPWqI+qJ"
                    + "f+xSj34w+lJzkRjsTfkaPME0UD6rljdVThhp3vLWUgFbPy86gu4ZnvFxdCcLcYdl24BAuJ033ePrxLhsvckoTPghezmj"
                    + "3gWvMcYvkhN/wqdmj9AciHn2T8kBaXcN8EuRkr4DgvxfdTECAAA=";

    /// What Kata's Go runtime is tested with; it carries a time.
    private static final String KATA_GO =
            "H4sIAFlC92cAAytLLSrOzM9TsFVQMtAz1DNQ4krMSc8vyizJyAWJFWckGpmaKXFFpySWJMZyKSUm6pXk5+YoAeXU1dW5QJhL"
                    + "KTklA4toQX5OZnKlXlFqej6yBABS/5JkcQAAAA==";

    @Test
    void decodesWhatGzipWrites() throws InitdataException {
        DecodedAnnotation decoded = InitdataAnnotation.decode(GNU_GZIP);

        assertThat(decoded.raw()).isEqualTo(SampleDocument.bytes("sha256"));
        assertThat(decoded.form()).isEqualTo(Form.REPRODUCIBLE);
        assertThat(decoded.isLegacy()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void decodesEveryLevelOfCompression(int level) throws Exception {
        byte[] document = SampleDocument.bytes("sha384");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GZIPOutputStream gzip =
                new GZIPOutputStream(out) {
                    {
                        def.setLevel(level);
                    }
                };
        gzip.write(document);
        gzip.close();

        assertThat(InitdataAnnotation.decode(base64(out.toByteArray())).raw()).isEqualTo(document);
    }

    @Test
    void decodesWhatTheGoRuntimeIsTestedWith() throws InitdataException {
        assertThat(InitdataAnnotation.decode(KATA_GO).form()).isEqualTo(Form.GZIP_WITH_METADATA);
        assertThat(InitdataDocument.ofAnnotation(KATA_GO).digest().hex())
                .isEqualTo("c6694bb7a29d6f37ec72a15582e004b9f3142159682db8509a304407419a49e5");
    }

    @Test
    void decodesPlainBase64AsLegacy() throws InitdataException {
        DecodedAnnotation decoded =
                InitdataAnnotation.decode(base64(SampleDocument.bytes("sha384")));

        assertThat(decoded.raw()).isEqualTo(SampleDocument.bytes("sha384"));
        assertThat(decoded.form()).isEqualTo(Form.LEGACY_UNCOMPRESSED);
        assertThat(decoded.isLegacy()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "4, ",
        "8, '6e00'",
        "16, '6300'",
        "28, '0300010203 6e00 6300'",
        "30, '0000 6e00 6300 ffff'"
    })
    void decodesOptionalHeaderFields(int flags, String fields) throws InitdataException {
        byte[] optional =
                flags == 4 ? new byte[] {0, 0} : HexFormat.of().parseHex(fields.replace(" ", ""));
        byte[] gzip = withHeader(flags, optional, SampleDocument.bytes("sha256"));

        DecodedAnnotation decoded = InitdataAnnotation.decode(base64(gzip));

        assertThat(decoded.raw()).isEqualTo(SampleDocument.bytes("sha256"));
        assertThat(decoded.form()).isEqualTo(Form.GZIP_WITH_METADATA);
    }

    @Test
    void encodesReproduciblyLikeGzipWithoutName() throws InitdataException {
        String annotation = InitdataAnnotation.encode(SampleDocument.bytes("sha256"));

        assertThat(annotation).startsWith("H4sIAAAAAAACA").doesNotContain("\n");
        assertThat(InitdataAnnotation.encode(SampleDocument.bytes("sha256"))).isEqualTo(annotation);
        assertThat(InitdataAnnotation.decode(annotation).raw())
                .isEqualTo(SampleDocument.bytes("sha256"));
        assertThat(InitdataAnnotation.decode(annotation).form()).isEqualTo(Form.REPRODUCIBLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n", "\r\n", "\t"})
    void refusesWhitespaceAndSaysHowToEncode(String blank) {
        InitdataException refusal =
                refused(GNU_GZIP.substring(0, 76) + blank + GNU_GZIP.substring(76));

        assertThat(refusal.error()).isEqualTo(InitdataError.BASE64_WHITESPACE);
        assertThat(refusal).hasMessageContaining("base64 -w0");
        assertThat(refusal.place()).contains(new Place(1, 77));
        assertThat(refused(GNU_GZIP + blank).error()).isEqualTo(InitdataError.BASE64_WHITESPACE);
    }

    @Test
    void refusesTheUrlSafeAlphabet() {
        String urlSafe = GNU_GZIP.replace('+', '-').replace('/', '_');

        assertThat(refused(urlSafe).error()).isEqualTo(InitdataError.BASE64_URL_ALPHABET);
    }

    @Test
    void refusesMissingOrSuperfluousPadding() {
        String unpadded = GNU_GZIP.replace("=", "");

        assertThat(refused(unpadded).error()).isEqualTo(InitdataError.BASE64_PADDING);
        assertThat(refused(unpadded + "==").error()).isEqualTo(InitdataError.BASE64_PADDING);
        assertThat(refused(GNU_GZIP + "====").error()).isEqualTo(InitdataError.BASE64_PADDING);
        assertThat(refused("====").error()).isEqualTo(InitdataError.BASE64_PADDING);
        assertThat(refused("H4=I").error()).isEqualTo(InitdataError.BASE64_PADDING);
    }

    @Test
    void refusesBitsHiddenInTheLastGroup() {
        assertThat(refused("QUJ=").error()).isEqualTo(InitdataError.BASE64_PADDING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"algorithm = \"sha256\"", "H4sI*AAA", "H4sI\u00e9AAA", "H4sI\0AAA"})
    void refusesWhatIsNotBase64(String text) {
        assertThat(refused(text).error())
                .isIn(InitdataError.BASE64_CHARACTER, InitdataError.BASE64_WHITESPACE);
    }

    @Test
    void refusesNothing() {
        assertThat(refused("").error()).isEqualTo(InitdataError.ANNOTATION_EMPTY);
    }

    @Test
    void refusesTooLongAnAnnotation() {
        assertThat(refused("A".repeat(InitdataAnnotation.MAX_LENGTH + 4)).error())
                .isEqualTo(InitdataError.ANNOTATION_TOO_LARGE);
    }

    @Test
    void refusesABomb() {
        byte[] bomb = gzip(new byte[100 * 1024 * 1024]);

        assertThat(base64(bomb).length()).isLessThan(InitdataAnnotation.MAX_LENGTH);
        assertThat(refused(base64(bomb)).error()).isEqualTo(InitdataError.INFLATED_TOO_LARGE);
    }

    @Test
    void inflatesUpToTheLargestDocument() throws InitdataException {
        byte[] largest = new byte[InitdataDocument.MAX_SIZE];

        assertThat(InitdataAnnotation.decode(base64(gzip(largest))).raw()).isEqualTo(largest);
        assertThat(refused(base64(gzip(new byte[largest.length + 1]))).error())
                .isEqualTo(InitdataError.INFLATED_TOO_LARGE);
    }

    @Test
    void refusesASecondMember() {
        byte[] one = gzip(SampleDocument.bytes("sha256"));

        assertThat(refused(base64(concat(one, gzip(utf8("x"))))).error())
                .isEqualTo(InitdataError.GZIP_MEMBERS);
        assertThat(refused(base64(concat(one, one))).error()).isEqualTo(InitdataError.GZIP_MEMBERS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 500})
    void refusesBytesAfterTheEnd(int count) {
        byte[] gzip = gzip(SampleDocument.bytes("sha256"));

        assertThat(refused(base64(Arrays.copyOf(gzip, gzip.length + count))).error())
                .isEqualTo(InitdataError.GZIP_TRAILING_BYTES);
    }

    @Test
    void refusesEveryTruncation() {
        byte[] gzip = withHeader(30, HexFormat.of().parseHex("00006e006300ffff"), utf8("x = 1\n"));
        for (int length = 2; length < gzip.length; length++) {
            assertThat(refused(base64(Arrays.copyOf(gzip, length))).error())
                    .isEqualTo(InitdataError.GZIP_TRUNCATED);
        }
    }

    @Test
    void refusesEveryFlippedBitOfContentAndCheckSum() {
        byte[] gzip = gzip(SampleDocument.bytes("sha256"));
        for (int bit = 80; bit < gzip.length * 8; bit++) {
            byte[] flipped = gzip.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefusedOrUnharmed(base64(flipped));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x20, 0x40, 0x80})
    void refusesReservedFlags(int flags) {
        byte[] gzip = gzip(SampleDocument.bytes("sha256"));
        gzip[3] = (byte) flags;

        assertThat(refused(base64(gzip)).error()).isEqualTo(InitdataError.GZIP_HEADER);
    }

    @Test
    void refusesAnotherMethod() {
        byte[] gzip = gzip(SampleDocument.bytes("sha256"));
        gzip[2] = 7;

        assertThat(refused(base64(gzip)).error()).isEqualTo(InitdataError.GZIP_HEADER);
    }

    @Test
    void warnsWhereAnAnnotationWillNotFit() {
        assertThat(InitdataAnnotation.sizeWarning("x".repeat(12 * 1024))).isEmpty();
        assertThat(InitdataAnnotation.sizeWarning("x".repeat(12 * 1024 + 1)).orElseThrow())
                .contains("AWS");
        assertThat(InitdataAnnotation.sizeWarning("x".repeat(48 * 1024 + 1)).orElseThrow())
                .contains("Azure");
        byte[] noise = new byte[InitdataDocument.MAX_SIZE];
        new Random(1).nextBytes(noise);
        assertThat(InitdataAnnotation.sizeWarning(InitdataAnnotation.encode(noise)).orElseThrow())
                .contains("too long");
    }

    /// The last byte of the compressed data may hold bits without meaning.
    private static void assertRefusedOrUnharmed(String annotation) {
        try {
            assertThat(InitdataAnnotation.decode(annotation).raw())
                    .isEqualTo(SampleDocument.bytes("sha256"));
        } catch (InitdataException e) {
            assertThat(e.error())
                    .isIn(
                            InitdataError.GZIP_CORRUPT,
                            InitdataError.GZIP_TRUNCATED,
                            InitdataError.GZIP_TRAILING_BYTES,
                            InitdataError.INFLATED_TOO_LARGE);
        }
    }

    private static InitdataException refused(String annotation) {
        return catchThrowableOfType(
                InitdataException.class, () -> InitdataAnnotation.decode(annotation));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(one);
        out.writeBytes(other);
        return out.toByteArray();
    }

    /// By the JDK's own writer, so that ours is not its own judge.
    private static byte[] gzip(byte[] raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(raw);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] withHeader(int flags, byte[] optional, byte[] raw) {
        byte[] plain = gzip(raw);
        byte[] header = Arrays.copyOf(plain, 10);
        header[3] = (byte) flags;
        CRC32 crc = new CRC32();
        crc.update(header);
        return concat(concat(header, optional), Arrays.copyOfRange(plain, 10, plain.length));
    }
}
