package dev.fiducia.initdata.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.initdata.Place;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;

/// Every way to write the text `one⏎two X`; the X must be found in the document.
class MemberLocationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[data]~'f' = '''~one~two X'''|4|5",
                "[data]~f = '''one~two X'''|3|5",
                "[data]~'f' = '''\\r~one\\r~two X'''|4|5",
                "[data]~\"f\"   =   \"one\\ntwo X\"|2|21",
                "[data]~f = \"\\u006F\\U0000006Ee\\ntwo X\"|2|29",
                "[data]~'😀' = '1'~f = \"\"\"~on\\~   \\~e~two X\"\"\"|7|5",
                "data.f = \"\"\"one~two X\"\"\"|2|5",
                "data . \"f\" = \"\"\"one~two X\"\"\"|2|5",
                "data = {'=' = '😀', f = \"one\\ntwo X\"}|1|34",
            })
    void aPlaceInAFileIsToldInTheDocument(String written, int line, int column) {
        Member member =
                context(written.replace("\\r", "\r").replace('~', '\n')).member("f").orElseThrow();
        assertThat(member.text()).isEqualTo("one\ntwo X");
        Location found = member.location("some.key", new Place(2, 5));
        assertThat(found.inDocument()).contains(new Place(line, column));
        assertThat(found.inFile()).contains(new Place(2, 5));
        assertThat(found.fullPath()).isEqualTo("data.f.some.key");
        assertThat(member.location("", 8)).isEqualTo(found.at(""));
    }

    @Test
    void quotesBeforeTheClosingOnesBelongToTheText() {
        Member member = context("[data]\nf = '''a''''' # c\n").member("f").orElseThrow();
        assertThat(member.text()).isEqualTo("a''");
        assertThat(member.location("", 2).inDocument()).contains(new Place(2, 10));
    }

    @Test
    void placesBeyondTheTextAreItsEnd() {
        Member member = context("[data]\nf = 'ab'\n").member("f").orElseThrow();
        assertThat(member.location("", new Place(9, 9)).inDocument()).contains(new Place(2, 8));
        assertThat(member.location("", new Place(1, 99)).inDocument()).contains(new Place(2, 8));
    }

    @Test
    void aMemberOfARefusedDocumentIsStillThere() {
        LintContext context = context("version = 'wrong'\n[data]\nf = 'a'\n");
        assertThat(context.document()).isEmpty();
        assertThat(context.refusal()).isPresent();
        assertThat(context.member("f").map(Member::location).flatMap(Location::inDocument))
                .isEqualTo(Optional.of(new Place(3, 1)));
    }

    private static LintContext context(String text) {
        return LintContext.of(
                Submission.of(text.getBytes(StandardCharsets.UTF_8)),
                LintOptions.prod(InstantSource.system()));
    }
}
