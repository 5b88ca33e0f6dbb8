package dev.fiducia.initdata;

import static dev.fiducia.initdata.SampleDocument.utf8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class InitdataDocumentTest {

    private static final String HEAD = "version = \"0.1.0\"\nalgorithm = \"sha256\"\n";

    @Test
    void refusesUnquotedFileNames() {
        InitdataException refusal = refused(HEAD + "[data]\naa.toml = '''x'''\n");

        assertThat(refusal.error()).isEqualTo(InitdataError.DOTTED_KEY);
        assertThat(refusal.place()).contains(new Place(4, 1));
        assertThat(refusal).hasMessageContaining("data.aa").hasMessageContaining("\"aa.toml\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.5", "true", "[\"x\"]", "[]", "1979-05-27", "07:32:00"})
    void refusesValuesThatAreNotStrings(String value) {
        InitdataException refusal = refused(HEAD + "[data]\n\"a\" = \"\"\n\"b\" = " + value + "\n");

        assertThat(refusal.error()).isEqualTo(InitdataError.WRONG_TYPE);
        assertThat(refusal.place()).contains(new Place(5, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "sha-256, sha256",
        "SHA256, sha256",
        "SHA-384, sha384",
        "sha_512, sha512",
    })
    void refusesOtherSpellingsOfAlgorithmsAndNamesTheRightOne(String spelling, String right) {
        InitdataException refusal = refused(algorithm(spelling));

        assertThat(refusal.error()).isEqualTo(InitdataError.UNSUPPORTED_ALGORITHM);
        assertThat(refusal.place()).contains(new Place(2, 1));
        assertThat(refusal).hasMessageEndingWith("write it \"" + right + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sm3", "md5", "", "sha1", "sha256 with more"})
    void refusesOtherAlgorithms(String name) {
        InitdataException refusal = refused(algorithm(name));

        assertThat(refusal.error()).isEqualTo(InitdataError.UNSUPPORTED_ALGORITHM);
        assertThat(refusal).hasMessageNotContaining("write it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.2.0", "0.1", "0.1.0 ", "v0.1.0", ""})
    void refusesOtherVersions(String version) {
        InitdataException refusal =
                refused("algorithm = \"sha256\"\nversion = \"" + version + "\"\n[data]\n");

        assertThat(refusal.error()).isEqualTo(InitdataError.UNSUPPORTED_VERSION);
        assertThat(refusal.place()).contains(new Place(2, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "'algorithm = \"sha256\"\n[data]\n', version",
        "'version = \"0.1.0\"\n[data]\n', algorithm",
        "'version = \"0.1.0\"\nalgorithm = \"sha256\"\n', [data]",
        "'', version",
        "'[data]\nversion = \"0.1.0\"\nalgorithm = \"sha256\"\n', version",
    })
    void refusesMissingMembers(String text, String name) {
        InitdataException refusal = refused(text);

        assertThat(refusal.error()).isEqualTo(InitdataError.MISSING_MEMBER);
        assertThat(refusal).hasMessageStartingWith(name);
        assertThat(refusal.place()).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "'version = 1\nalgorithm = \"sha256\"\n[data]\n', 1",
        "'version = \"0.1.0\"\nalgorithm = [\"sha256\"]\n[data]\n', 2",
        "'version = \"0.1.0\"\nalgorithm = \"sha256\"\ndata = \"x\"\n', 3",
        "'version = \"0.1.0\"\nalgorithm = \"sha256\"\n[[data]]\n', 3",
    })
    void refusesMembersOfAnotherType(String text, int line) {
        InitdataException refusal = refused(text);

        assertThat(refusal.error()).isEqualTo(InitdataError.WRONG_TYPE);
        assertThat(refusal.place().map(Place::line)).contains(line);
    }

    @ParameterizedTest
    @CsvSource({
        "'version = \"0.1.0\"\nversion = \"0.1.0\"\n', 2",
        "'[data]\n\"a\" = \"1\"\n\"a\" = \"2\"\n', 3",
        "'[data]\n[data]\n', 2",
    })
    void refusesDuplicates(String text, int line) {
        InitdataException refusal = refused(text);

        assertThat(refusal.error()).isEqualTo(InitdataError.DUPLICATE_KEY);
        assertThat(refusal.place().map(Place::line)).contains(line);
    }

    @Test
    void refusesWhatIsNotToml() {
        InitdataException refusal = refused(HEAD + "[data]\n\"aa.toml\" = '''\nno end\n");

        assertThat(refusal.error()).isEqualTo(InitdataError.SYNTAX);
        assertThat(refusal.place()).isPresent();
    }

    @Test
    void refusesWhatTheTomlParserFailsOn() {
        assertThat(refused("a={1,#\ra").error()).isEqualTo(InitdataError.SYNTAX);
        assertThat(refused(HEAD + "[data]\n\"aa.toml\" = {1,#\ra").error())
                .isEqualTo(InitdataError.SYNTAX);
    }

    @Test
    void refusesJson() {
        assertThat(refused("{\"version\": \"0.1.0\"}").error()).isEqualTo(InitdataError.SYNTAX);
    }

    @Test
    void refusesByteOrderMark() {
        assertThat(refused("\uFEFF" + HEAD + "[data]\n").error())
                .isEqualTo(InitdataError.BYTE_ORDER_MARK);
    }

    @Test
    void refusesNul() {
        InitdataException refusal = refused(HEAD + "[data]\n\"a\" = '\0'\n");

        assertThat(refusal.error()).isEqualTo(InitdataError.NUL_CHARACTER);
        assertThat(refusal.place()).contains(new Place(4, 8));
    }

    @Test
    void refusesBytesThatAreNotUtf8AndSaysWhere() {
        byte[] latin1 = utf8(HEAD + "# caf?\n[data]\n");
        latin1[HEAD.length() + 5] = (byte) 0xE9;

        InitdataException refusal = refused(latin1);

        assertThat(refusal.error()).isEqualTo(InitdataError.NOT_UTF8);
        assertThat(refusal.place()).contains(new Place(3, 6));
    }

    @ParameterizedTest
    @ValueSource(ints = {0xE2, 0xC3, 0xF0})
    void refusesACharacterThatIsCutOffAtTheEnd(int leadByte) {
        byte[] raw = utf8(HEAD + "[data]\n#?");
        raw[raw.length - 1] = (byte) leadByte;

        assertThat(refused(raw).error()).isEqualTo(InitdataError.NOT_UTF8);
    }

    @Test
    void refusesMoreThanTheLargestSize() {
        assertThat(refused(new byte[InitdataDocument.MAX_SIZE + 1]).error())
                .isEqualTo(InitdataError.DOCUMENT_TOO_LARGE);
    }

    @Test
    void acceptsTheLargestSize() {
        String start = HEAD + "[data]\n\"a\" = '''";
        String text = start + "x".repeat(InitdataDocument.MAX_SIZE - start.length() - 3) + "'''";

        assertThat(SampleDocument.parsed(utf8(text)).size()).isEqualTo(InitdataDocument.MAX_SIZE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a=", "a."})
    void refusesDeepNestingWithoutHarm(String opening) {
        assertThat(refused(HEAD + "x = " + opening.repeat(100_000)).error())
                .isEqualTo(InitdataError.SYNTAX);
        assertThat(refused(opening.repeat(100_000)).error()).isEqualTo(InitdataError.SYNTAX);
    }

    @Test
    void messagesShowForeignNamesShortAndPrintable() {
        InitdataException refusal =
                refused(HEAD + "[data]\n\"\\u001B[31m\\u202E" + "x".repeat(300) + "\" = 1\n");

        assertThat(refusal.getMessage()).hasSizeLessThan(150);
        assertThat(refusal.getMessage().chars()).noneMatch(c -> c == 0x1B || c == 0x202E);
    }

    @Test
    void keepsBytesAndMembers() {
        InitdataDocument document = SampleDocument.parsed("sha384");

        assertThat(document.raw()).isEqualTo(SampleDocument.bytes("sha384"));
        assertThat(document.algorithm()).isEqualTo(InitdataAlgorithm.SHA384);
        assertThat(document.data()).containsOnlyKeys("aa.toml", "cdh.toml", "policy.rego");
        assertThat(document.otherMembers()).isEmpty();
        assertThat(document.allDigests())
                .hasSize(3)
                .containsEntry(document.algorithm(), document.digest());
    }

    @Test
    void isImmutable() {
        byte[] raw = SampleDocument.bytes("sha256");
        InitdataDocument document = SampleDocument.parsed(raw);
        raw[0] = 'x';
        document.raw()[0] = 'x';

        assertThat(document.raw()).isEqualTo(SampleDocument.bytes("sha256"));
        assertThatThrownBy(() -> document.data().put("x", "y"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void furtherTopLevelMembersOnlyChangeTheDigest() {
        InitdataDocument plain = SampleDocument.parsed(utf8(HEAD + "[data]\n"));
        InitdataDocument named =
                SampleDocument.parsed(utf8("pod_name = \"p1\"\n" + HEAD + "[data]\n"));

        assertThat(named.otherMembers()).containsExactly("pod_name");
        assertThat(named.data()).isEqualTo(plain.data());
        assertThat(named.digest()).isNotEqualTo(plain.digest());
    }

    @ParameterizedTest
    @CsvSource({
        "no final newline, 7d0214348a87c99d4c93fe6166f8c1ee56cc892687b9ff9a509b82613da7132c",
        "carriage returns, 4ab18c353879f5091f4d5719fbcab046af91768a3f22985743fdcbe4c3bbc78e",
        "comment, 725b98d63aef33338fc64fb1a0eecfd6292fb600b8b085d1a7711b5c70ab77a6",
        "lines swapped, 1ef794ced6fb3b4ddf10ff0cf3ab7efae8f88d91903f989b84af01aa5882a696",
    })
    void everyByteCounts(String change, String digest) {
        String text = SampleDocument.text("sha256");
        String changed =
                switch (change) {
                    case "no final newline" -> text.substring(0, text.length() - 1);
                    case "carriage returns" -> text.replace("\n", "\r\n");
                    case "comment" -> "# c\n" + text;
                    case "lines swapped" ->
                            "version = \"0.1.0\"\nalgorithm = \"sha256\"\n"
                                    + text.substring(text.indexOf("\n\n") + 1);
                    default -> throw new IllegalArgumentException(change);
                };

        assertThat(SampleDocument.parsed(utf8(changed)).digest().hex()).isEqualTo(digest);
    }

    private static String algorithm(String name) {
        return "version = \"0.1.0\"\nalgorithm = \"" + name + "\"\n[data]\n";
    }

    private static InitdataException refused(String text) {
        return refused(utf8(text));
    }

    private static InitdataException refused(byte[] raw) {
        return catchThrowableOfType(InitdataException.class, () -> InitdataDocument.parse(raw));
    }
}
