package dev.fiducia.initdata;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomlj.Toml;
import org.tomlj.TomlParseOptions;

class TomlNestingTest {
    private static final String DEEP = "[".repeat(65);

    @Test
    void saysWhereTheFirstLevelTooManyIs() {
        assertThat(TomlNesting.deeperThan(2, "a = 1\nb = [[[[]]]]")).isEqualTo(new Place(2, 7));
        assertThat(TomlNesting.deeperThan(2, "[[x]]\na = [{b = []}]")).isEqualTo(new Place(2, 11));
        assertThat(TomlNesting.deeperThan(2, "a.b.c.d = 1")).isEqualTo(new Place(1, 6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# DEEP",
                "a = 'DEEP'",
                "a = \"DEEP\"",
                "a = \"\\\"DEEP\"",
                "a = '\\' # DEEP",
                "a = \"\" # DEEP",
                "a = '''\n'DEEP''DEEP'''''\nb = '''DEEP'''",
                "a = \"\"\"\n\\\"\"\"DEEP\"\"\"\"\"\nb = \"DEEP\"",
                "\"DEEP\" = 1",
                "[[a]]\n[[a]]\n[[a]]",
                "a = [1.5, 1.5, 1.5, {b.c = 1.5}, {b.c = 1.5}]\nb = 1.5\nc = 1.5"
            })
    void passesOverWhatIsNoNesting(String text) {
        String deep = text.replace("DEEP", DEEP);

        assertThat(Toml.parse(deep).errors()).isEmpty();
        assertThat(TomlNesting.deeperThan(3, deep)).isNull();
    }

    /// What is no TOML must not hide nesting from the count that the parser would follow.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "]]]]]]]]]]]]\na = [[[[",
                "}}}}\na = [[[[",
                "a = \"\\\n[[[[\"",
                "a = '\n[[[["
            })
    void countsAnewWhereTheTextIsNoToml(String text) {
        assertThat(TomlNesting.deeperThan(3, text)).isNotNull();
    }

    @Property(tries = 500)
    void whatItRefusesTheParserRefusesToo(
            @ForAll
                    @StringLength(max = 40)
                    @Chars({'[', ']', '{', '}', '.', '=', ',', '"', '\'', '\\', '\n', '#', 'a'})
                    String text) {
        if (TomlNesting.deeperThan(2, text) != null) {
            TomlParseOptions options = TomlParseOptions.sourceless().withMaxNestingDepth(2);
            boolean read;
            try {
                read = Toml.parse(text, options).errors().isEmpty();
            } catch (RuntimeException e) {
                read = false;
            }
            assertThat(read).isFalse();
        }
    }
}
