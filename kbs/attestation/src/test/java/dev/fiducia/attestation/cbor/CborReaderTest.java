package dev.fiducia.attestation.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.attestation.evidence.RefusedException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;

class CborReaderTest {

    /// Well-formed for lenient readers, some of it.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "00 00", // two items
                "18 17", // 23 in two bytes
                "19 00ff", // 255 in three
                "1a 0000ffff",
                "1b 00000000ffffffff",
                "1b 8000000000000000", // above 2⁶³
                "1c",
                "1f",
                "fc",
                "ff", // reserved, break
                "5f 41 00 ff", // indefinite byte string
                "9f 00 ff",
                "bf 00 00 ff",
                "7f 61 61 ff",
                "f9 0000",
                "fa 00000000",
                "fb 0000000000000000", // floats
                "e0",
                "f8 20",
                "f7", // simple values, undefined
                "42 00",
                "62 61", // cut strings
                "61 ff",
                "63 eda080", // not UTF-8
                "82 00",
                "a1 00", // cut
                "a2 00 00 00 00", // a label twice
                "a2 61 61 00 61 61 00",
                "a1 40 00",
                "a1 80 00",
                "a1 f6 00", // labels of other kinds
                "9b 7fffffffffffffff",
                "bb 7fffffffffffffff",
                "5b 7fffffffffffffff",
                "81818181818181818181818181818100", // too deep
                "c1c1c1c1c1c1c1c1c1c1c1c1c1c1c100"
            })
    void refuses(String hex) {
        assertThatThrownBy(() -> read(hex))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo("test-malformed"));
    }

    @ParameterizedTest
    @CsvSource({"00,0", "17,23", "1818,24", "190100,256", "1a00010000,65536", "20,-1", "3822,-35"})
    void readsIntegers(String hex, long value) throws Exception {
        assertThat(read(hex)).isEqualTo(new Cbor.Int(value));
    }

    @Test
    void readsTheOthers() throws Exception {
        assertThat(read("62 6869")).isEqualTo(new Cbor.Text("hi"));
        assertThat(read("f5")).isEqualTo(new Cbor.Simple(21));
        assertThat(read("82 01 d2 02"))
                .isEqualTo(
                        new Cbor.Array(
                                List.of(new Cbor.Int(1), new Cbor.Tagged(18, new Cbor.Int(2)))));
        assertThat(read("a2 01 02 61 61 03"))
                .isEqualTo(new Cbor.Labelled(Map.of(1L, new Cbor.Int(2))));
        assertThat(((Cbor.Bytes) read("43 010203")).content()).containsExactly(1, 2, 3);
    }

    @Property(tries = 1000)
    void readsOrRefuses(@ForAll @Size(max = 200) byte[] bytes) {
        try {
            assertThat(CborReader.read(bytes, "test", "test-malformed")).isNotNull();
        } catch (RefusedException e) {
            assertThat(e.refusal().code()).isEqualTo("test-malformed");
        }
    }

    private static Cbor read(String hex) throws RefusedException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return CborReader.read(bytes, "test", "test-malformed");
    }
}
