package dev.fiducia.rvps;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The placeholder document of cloud-api-adaptor, whose numbers are in initdata.md b.7.
class InitdataReferencesTest {
    private static final String DIGEST =
            "adb48cc14fea9403d3d51f3b5f5068fd4d80445a14e94f1b3d5dbabaad66478d";
    private static final String PCR8 =
            "4b58b30becd30d16f7f60d56b32661d921ae0d3310c6a89f5d552f9bfee921a9";

    private static InitdataDocument document() throws InitdataException {
        return InitdataDocument.parse(
                "algorithm = \"sha256\"\nversion = \"0.1.0\"\n\n[data]\n\"aa.toml\" = '''\n'''"
                        .getBytes(UTF_8));
    }

    @Test
    void keepsTheRegisterApartFromTheFields() throws InitdataException {
        assertThat(InitdataReferences.of(document()).get("init_data"))
                .extracting(value -> value.asText())
                .containsExactly(DIGEST, DIGEST + "0".repeat(32), DIGEST + "0".repeat(64))
                .doesNotContain(PCR8);
        assertThat(String.valueOf(InitdataReferences.of(document()).get("snp_pcr08")))
                .isEqualTo("[\"" + PCR8 + "\"]");
    }

    @Test
    void registersTheSameByFileAndByMessage() throws InitdataException, RvpsException {
        Instant until = Instant.parse("2099-12-31T00:00:00Z");
        ReferenceFile file = InitdataReferences.file(document(), Optional.of(until));
        byte[] message = InitdataReferences.message(document()).toString().getBytes(UTF_8);
        assertThat(Message.parse(message).values(Map.of()))
                .isEqualTo(InitdataReferences.of(document()))
                .containsOnlyKeys(
                        file.entries().stream()
                                .map(ReferenceFile.Entry::name)
                                .toArray(String[]::new));
    }
}
