package dev.fiducia.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class StrictJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "[1,]",
                "{'a':1}",
                "nul",
                "NaN",
                "01"
            })
    void refusesWhatIsNotOneStrictDocument(String text) {
        assertThat(read(text)).isInstanceOf(StrictJson.Result.Unreadable.class);
    }

    @Test
    void saysWhereADocumentBrokeOffInWordsForAPerson() {
        var refused = (StrictJson.Result.Unreadable) read("{\"a\":");
        assertThat(refused.refusal().message()).doesNotContain("Source").doesNotContain("REDACTED");
        assertThat(refused.refusal().place())
                .hasValueSatisfying(place -> assertThat(place).contains("line 1"));
    }

    @Test
    void readsADocument() {
        assertThat(read("{\"a\":[1,2]}")).isInstanceOf(StrictJson.Result.Read.class);
    }

    private static StrictJson.Result read(String text) {
        return StrictJson.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
