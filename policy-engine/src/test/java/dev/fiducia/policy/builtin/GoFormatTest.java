package dev.fiducia.policy.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoString;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoFormatTest {
    /// Format, arguments, what Go prints.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "%d %s | [1.5, 1] | %!d(float64=1.5) %!s(int=1)",
                "%z | [3] | %!z(int=3)",
                "%[2]d %[1]d %d | [1, 2] | 2 1 2",
                "%[5]d,%d | [1] | %!d(BADINDEX),1",
                "%*d | [\"a\", 2] | %!(BADWIDTH)2",
                "%.*f | [\"a\", 1.5] | %!(BADPREC)1.500000",
                "%1000000000d | [1] | %!(NOVERB)%!(EXTRA int=1)",
                "a | [1, \"b\"] | a%!(EXTRA int=1, string=b)",
                "%s %s | [\"a\"] | a %!s(MISSING)",
                "%% %d% | [1] | % 1%!(NOVERB)",
                "%v %v %v %v %v | [1e20, 1e21, 123456789.0, 1e5, 1e6] | 1e+20 1e+21 1.23456789e+08 100000 1e+06",
                "[%05s] [%-05d] [%05.1f] | [\"ab\", 5, 2.25] | [000ab] [5    ] [002.2]",
                "[%x] [%X] [%b] [%#x] [%.3x] | [1.5, 0.1, 1.5, 3.0, 3.14159] | [0x1.8p+00] [0X1.999999999999AP-04] [6755399441055744p-52] [0x1.8000p+01] [0x1.922p+01]",
                "[%q] [%40d] [%x] [%T] | [123456789012345678901234567890, 123456789012345678901234567890, 123456789012345678901234567890, 123456789012345678901234567890] | [%!q(big.Int=123456789012345678901234567890)] [          123456789012345678901234567890] [18ee90ff6c373e0ee4e3f0ad2] [*big.Int]",
                "[%+q] [%# x] [%x] [%c] [%U] [%#U] [%q] | [\"\u00e5\\u0001\", \"hello\", \"hi\", 228, 228, 228, 228] | [\"\\u00e5\\x01\"] [0x68 0x65 0x6c 0x6c 0x6f] [6869] [\u00e4] [U+00E4] [U+00E4 '\u00e4'] ['\u00e4']",
                "<%6.2f%%,%e,%G,%g,%g | [3.14159, 1234.5678, 1e-10, 100000.0, 1e-5] | <  3.14%,1.234568e+03,1E-10,100000,1e-05",
                "%v %d %t | [true, null, false] | true %!d(string=null) %!t(string=false)",
                "%v | [{\"a\": [1, 1.0]}] | {\"a\": [1, 1.0]}",
                "%v %s | [1.0, \"x\"] | 1 x",
                "%d %d %x %o | [\"hi\", 1.5, true, null] | %!d(string=hi) %!d(float64=1.5) 74727565 %!o(string=null)",
                "%+z %+#z % z %08z | [1.5, 0.0, 2, 3] | %!z(float64=+1.5) %!z(float64=+0.00000) %!z(int= 2) %!z(int=00000003)",
                "%#d %#z %+#w %5w | [\"a\", \"b\", \"c\", 1] | %!d(string=a) %!z(string=b) %!w(string=\"c\") %!w(int=    1)",
                "%v %e %x %b | [-0.0, -0.0, -0.0, -0.0] | -0 -0.000000e+00 -0x0p+00 -0p-1074",
                "%v %.3g %e | [5e-324, 1e-323, 5e-324] | 5e-324 9.88e-324 4.940656e-324",
                "%#X %#x | [2.5, 2.5] | 0X1.4P+01 0x1.4000p+01",
                "%#U %#U %#U %U | [34, 92, 55296, -1] | U+0022 '\"' U+005C '\\' U+D800 U+FFFFFFFFFFFFFFFF",
                "x%#q %#q %#q | [\"a\\t\u200b\", \"a`\", \"a\\n\"] | x`a\t\u200b` \"a`\" \"a\\n\"",
                "%*d [%0*d] | [-9223372036854775808, 1, -3, 2] | %!(BADWIDTH)1 [2  ]",
                "%5. | [1] | %!.(int=    1)",
                "%[2]*[1]d %[3]*.[2]*[1]f | [12.0, 2, 6] | %!d(float64=12)  12.00",
                "%[x]d %[]d %[1]] %[1 | [1, 2] | %!d(BADINDEX) %!d(BADINDEX) %!](int=1) %!(NOVERB)",
                "%s %v %q | [{\"a\": 2}, [1], {}] | {\"a\": 2} [1] \"{}\"",
                "%-8q/ %8.3s/%-6t | [\"ab\", \"abcdef\", true] | \"ab\"    /      abc/%!t(string=true  )",
                "%c %c %q %x | [-1, 1114112, 39, -255] | \ufffd \ufffd '\\'' -ff",
                "%+d % d %05d %x %X %o %#o %b | [1, 2, -3, 255, 255, 8, 8, 5] | +1  2 -0003 ff FF 10 010 101",
            })
    void formatsAsGoDoes(String format, String arguments, String expected) throws BuiltinException {
        var value = Calls.parse(arguments);
        assertThat(Calls.call(Calls.context(), "sprintf", RegoString.of(format), value))
                .isEqualTo(RegoString.of(expected).toJson());
    }

    @Property(tries = 1000)
    void neverFails(
            @ForAll
                    @Chars({
                        '%', '*', '.', '[', ']', '1', '9', '#', '+', '-', ' ', '0', 'd', 'v', 'x',
                        's', 'g', 'q', 'U', 'c', 'T', 'e', 'b'
                    })
                    @StringLength(max = 12)
                    String format)
            throws BuiltinException {
        RegoArray arguments =
                Calls.parse("[5, -1.5, \"h\u00e9\", {\"a\": 1}, 123456789012345678901, 0, 1e300]");
        try {
            assertThat(Calls.call(Calls.context(), "sprintf", RegoString.of(format), arguments))
                    .isNotNull();
        } catch (BuiltinException e) {
            assertThat(e.kind()).isEqualTo(BuiltinException.Kind.LIMIT);
        }
    }
}
