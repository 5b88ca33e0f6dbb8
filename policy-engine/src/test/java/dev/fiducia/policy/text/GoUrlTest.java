package dev.fiducia.policy.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoUrlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    http://[::1          | missing ']' in host
                    http://[1.2.3.4]/    | invalid host: ParseAddr("1.2.3.4"): unable to parse IP
                    http://a:b/          | invalid port ":b" after host
                    http://::1/          | invalid port "::1" after host
                    http://a%41/         | invalid URL escape "%41"
                    http://a/%zz         | invalid URL escape "%zz"
                    http://a/%a          | invalid URL escape "%a"
                    http://a b/          | invalid character " " in host name
                    http://u^x@a/        | net/url: invalid userinfo
                    :a                   | missing protocol scheme
                    1:2                  | first path segment in URL cannot contain colon
                    http://a#%g0         | invalid URL escape "%g0"
                    """)
    void refuses(String text, String why) {
        assertThatThrownBy(() -> GoUrl.parse(text)).hasMessage("parse \"" + text + "\": " + why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0001b", "a\nb", "\u007f"})
    void refusesControlCharacters(String text) {
        assertThatThrownBy(() -> GoUrl.parse(text))
                .hasMessageEndingWith("control character in URL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    HTTPS://u:p@Example.com:8080/a%20b?q=1&r#top | https,Example.com,8080,/a b,/a b,q=1&r,top
                    http://a/b%2Fc       | http,a,,/b/c,/b%2Fc,,
                    http://[fe80::1%25en0]:80/ | http,fe80::1%en0,80,/,/,,
                    mailto:ann@example.com?x | mailto,,,,,x,
                    //host/path          | ,host,,/path,/path,,
                    ///path              | ,,,///path,///path,,
                    a/b:c                | ,,,a/b:c,a/b:c,,
                    *                    | ,,,*,*,,
                    http://a]b/          | http,a]b,,/,/,,
                    http://a:/           | http,a,,/,/,,
                    http://a_b           | http,a_b,,,,,
                    file:///etc          | file,,,/etc,/etc,,
                    """)
    void takesApart(String text, String parts) throws UrlRefused {
        var url = GoUrl.parse(text);
        assertThat(
                        String.join(
                                ",",
                                url.scheme(),
                                url.hostname(),
                                url.port(),
                                url.path(),
                                url.writtenPath(),
                                url.rawQuery(),
                                url.fragment()))
                .isEqualTo(parts);
    }

    @Property(tries = 5000)
    void anyTextGivesPartsOrARefusal(
            @ForAll
                    @Chars({
                        'a', 'Z', '1', '2', '5', ':', '/', '?', '#', '[', ']', '@', '%', '.', ' ',
                        '\\', '*', '+', 'f', '\u0001', '\u00e9'
                    })
                    @StringLength(max = 20)
                    String text) {
        try {
            var url = GoUrl.parse(text);
            assertThat(url.hostname() + url.port()).doesNotContain("#").doesNotContain("/");
            assertThat(GoUrl.isValid(text, false)).isTrue();
        } catch (UrlRefused e) {
            assertThat(e).hasMessageStartingWith("parse \"");
            assertThat(GoUrl.isValid(text, false)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "::1", "1::", "1:2:3:4:5:6:7:8", "::1.2.3.4", "1::2:3"})
    void knowsIpV6(String text) {
        assertThat(IpText.isV6(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ":", "1", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8",
                "::12345", "1::2::3", "::1.2.3", "1:", ":1", "::g", "1.2.3.4"
            })
    void knowsWhatIsNoIpV6(String text) {
        assertThat(IpText.isV6(text)).isFalse();
    }
}
