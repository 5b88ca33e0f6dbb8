package dev.fiducia.attestation.corim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Vectors;
import dev.fiducia.rvps.RvpsException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

class CorimExtractorTest {
    /// `{1: "ACME", 2: "Rocket"}` as the class of an environment.
    private static final String ENVIRONMENT = "a100a20164" + "41434d45" + "0266" + "526f636b6574";

    private static Map<String, JsonNode> values(byte[] corim) throws RvpsException {
        return new CorimExtractor().extract(Base64.getEncoder().encodeToString(corim));
    }

    /// A manifest with one CoMID of these measurements.
    private static byte[] corim(String... measurements) {
        StringBuilder list = new StringBuilder("8").append(measurements.length);
        for (String measurement : measurements) {
            list.append(measurement);
        }
        String comid = "a104a1008182" + ENVIRONMENT + list;
        String length = HexFormat.of().toHexDigits((byte) (comid.length() / 2));
        return HexFormat.of().parseHex("d901f5a10181d901fa58" + length + comid);
    }

    @ParameterizedTest
    @CsvSource({
        "ff, not even CBOR",
        "a0, no list of tags",
        "a10180, no tags",
        "d28440a04040, a signed one",
        "a101814100, no tag around",
        "a10181d901fa40, nothing in the tag",
        "a10181d901fa41a0, no triples",
        "a10181d901fa44a104a100, a map that ends early",
        "a10181d901fa45a104a10080, no triple",
        "a10181d901fa46a104a1008180, a triple without parts",
    })
    void refusesWhatHasNoReferenceValues(String hex, String what) {
        assertThatThrownBy(() -> values(HexFormat.of().parseHex(hex)))
                .as(what)
                .isInstanceOfSatisfying(
                        RvpsException.class,
                        e -> assertThat(e.code()).isEqualTo(RvpsException.Code.MALFORMED));
    }

    @Test
    void refusesKeysOfOtherKinds() {
        assertThatThrownBy(() -> values(corim("a20041aa01a102818201420102")))
                .hasMessageContaining("is no text, number or UUID");
        assertThatThrownBy(() -> values(corim("a2002001a102818201420102")))
                .hasMessageContaining("is no text, number or UUID");
    }

    @Test
    void namesByWhatIsThere() throws Exception {
        Map<String, JsonNode> values =
                values(
                        corim(
                                "a101a102818201420102", // no key
                                "a2000701a102818201420304", // key 7
                                "a2006162" + "01a30281820142050608" + "6139" + "0b616e",
                                "a200d825501f1e1d1c1b1a1918171615141312111001a104d9023042aabb"));
        assertThat(values)
                .hasToString(
                        "{ACME/Rocket/digests=[\"0102\"],"
                                + " ACME/Rocket/claim7/digests=[\"0304\"],"
                                + " ACME/Rocket/b/n/9/digests=[\"0506\"],"
                                + " ACME/Rocket/1f1e1d1c-1b1a-1918-1716-151413121110/raw_bytes=[\"aabb\"]}");
    }

    @Test
    void takesAllDigestsOfOneName() throws Exception {
        Map<String, JsonNode> values =
                values(corim("a101a102828201420102820142aaaa", "a101a102818201420304"));
        assertThat(values).hasToString("{ACME/Rocket/digests=[\"0102\",\"aaaa\",\"0304\"]}");
    }

    @Test
    void throwsNothingElseForDamagedManifests() {
        byte[] genuine = corim("a2000701a102818201420304", "a2006162" + "01a104d9023042aabb");
        Random random = new Random(1);
        for (int i = 0; i < 5000; i++) {
            byte[] damaged = genuine.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            if (i % 3 == 0) {
                damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length + 8));
            }
            try {
                values(damaged);
            } catch (RvpsException e) {
                assertThat(e.code()).isEqualTo(RvpsException.Code.MALFORMED);
            }
        }
    }

    @Test
    void readsThePublishedExample() throws Exception {
        Map<String, JsonNode> values = values(Vectors.bytes("rvps/unsigned-example-corim.cbor"));
        String name = "ACME/RoadRunner/31fb5abf-023e-4992-aa4e-95f9c1503bfa/digests";
        assertThat(values).containsOnlyKeys(name);
        assertThat(values.get(name)).hasSize(3);
        assertThat(Objects.requireNonNull(values.get(name)).path(2).asText())
                .isEqualTo("a3a5e715f0cc574a73c3f9bebb6bc24f32ffd5b67b387244c2c909da779a1478");
    }
}
