package dev.fiducia.policy.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

/// Texts made of the characters that matter to a parser give a result or a typed error.
class FuzzTest {
    @Property(tries = 1000)
    void globs(
            @ForAll
                    @Chars({'a', 'b', '.', '*', '?', '[', ']', '!', '-', '{', '}', ',', '\\'})
                    @StringLength(max = 14)
                    String pattern,
            @ForAll @Chars({'a', 'b', '.'}) @StringLength(max = 8) String text) {
        typed("glob.match", RegoString.of(pattern), RegoArray.EMPTY, RegoString.of(text));
    }

    @Property(tries = 1000)
    void patterns(
            @ForAll
                    @Chars({
                        'a', 'b', '.', '*', '+', '?', '[', ']', '^', '-', '(', ')', '{', '}', ',',
                        '1', '9', '\\', 'd', 'p', 'Q', ':', '|', '$', 'P', '<', '>'
                    })
                    @StringLength(max = 14)
                    String pattern) {
        typed("regex.match", RegoString.of(pattern), RegoString.of("ab-ab"));
        typed("regex.replace", RegoString.of("ab-ab"), RegoString.of(pattern), RegoString.of("$1"));
        typed("regex.split", RegoString.of(pattern), RegoString.of("ab-ab"));
        typed("regex.globs_match", RegoString.of(pattern), RegoString.of("a+b"));
    }

    @Property(tries = 1000)
    void versionsUnitsAddresses(
            @ForAll
                    @Chars({
                        '0', '1', '9', '.', '-', '+', 'a', 'e', 'E', 'K', 'i', 'm', ':', '/', 'f',
                        '%', '"'
                    })
                    @StringLength(max = 14)
                    String text) {
        var value = RegoString.of(text);
        typed("semver.compare", value, value);
        typed("units.parse", value);
        typed("units.parse_bytes", value);
        typed("to_number", value);
        typed("net.cidr_contains", RegoString.of("0.0.0.0/0"), value);
        typed("net.cidr_merge", RegoArray.of(value));
        typed("urlquery.decode_object", value);
        typed("hex.decode", value);
        typed("base64url.decode", value);
        typed("uuid.parse", value);
        typed("json.unmarshal", value);
    }

    private static void typed(String name, RegoValue... arguments) {
        try {
            assertThat(Calls.call(Calls.context(), name, arguments)).isNotNull();
        } catch (BuiltinException e) {
            assertThat(e.kind().code()).startsWith("eval_");
        }
    }
}
