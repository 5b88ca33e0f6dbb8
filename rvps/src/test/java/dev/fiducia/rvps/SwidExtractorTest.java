package dev.fiducia.rvps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

class SwidExtractorTest {
    private static final String ONE = "1a".repeat(48);
    private static final String TWO = "2b".repeat(48);
    private static final String ZEROS = "00".repeat(48);
    private static final String MANIFEST =
            """
            <s:SoftwareIdentity xmlns:s="http://standards.iso.org/iso/19770/-2/2015/schema.xsd"
                xmlns:h="http://www.w3.org/2001/04/xmlenc#sha384"
                xmlns:r="https://trustedcomputinggroup.org/resource/tcg-reference-integrity-manifest-rim-information-model/">
              <s:Meta edition="GPU-1" r:PlatformManufacturerStr="Example Corp" r:edition="other"/>
              <s:Payload>
                <s:Resource type="Measurement" index="0" h:Hash0="ZEROS"/>
                <s:Resource type="Measurement" index="1" h:Hash0="ONE"/>
                <s:Resource type="Measurement" index="2" h:Hash0="ZEROS" h:Hash1="TWO" h:Hash2="ONE" h:Hash4="ONE"/>
                <s:Resource type="Other" index="3" h:Hash0="ONE"/>
              </s:Payload>
            </s:SoftwareIdentity>
            """
                    .replace("ZEROS", ZEROS)
                    .replace("ONE", ONE)
                    .replace("TWO", TWO);

    private static Map<String, JsonNode> values(byte[] xml) throws RvpsException {
        return new SwidExtractor().extract(Base64.getEncoder().encodeToString(xml));
    }

    private static Map<String, JsonNode> values(String xml) throws RvpsException {
        return values(xml.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "edition=\"GPU-1\"| | needs one element Meta",
                "r:PlatformManufacturerStr=\"Example Corp\"| | needs one element Meta",
                "<s:Payload>|<s:Meta edition=\"x\" r:PlatformManufacturerStr=\"y\"/><s:Payload>| one element Meta",
                "2015/schema.xsd|2009/schema.xsd| not a SoftwareIdentity",
                "SoftwareIdentity|SoftwareIdentities| not a SoftwareIdentity",
                "index=\"1\"|index=\"2\"| measurement 2 twice",
                "index=\"1\"|index=\"-1\"| has no index",
                "index=\"1\"|| has no index",
                "h:Hash0=\"1a|h:Hash0=\"| is no SHA-384 digest",
                "h:Hash0=\"1a|h:Hash0=\"zz| is no SHA-384 digest",
                "</s:Payload>|| not XML",
                "<s:Payload>|<s:Payload>&e;| has a document type or entities",
            })
    void refusesWhatIsNoManifest(String genuine, String instead, String reason) {
        String wrong = MANIFEST.replace(genuine, instead == null ? "" : instead);
        assertThat(wrong).isNotEqualTo(MANIFEST);
        assertThatThrownBy(() -> values(wrong))
                .isInstanceOf(RvpsException.class)
                .hasMessageContaining(reason.strip());
    }

    @Test
    void readsNoDocumentTypeAndNoFile() {
        String type = "<!DOCTYPE s [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>";
        assertThatThrownBy(() -> values(type + MANIFEST.replace("Example Corp", "&e;")))
                .isInstanceOf(RvpsException.class);
        assertThatThrownBy(() -> values(type + MANIFEST)).isInstanceOf(RvpsException.class);
    }

    @Test
    void takesTheDigestsOfEachMeasurementUpToTheFirstGap() throws Exception {
        Map<String, JsonNode> values = values(MANIFEST);
        assertThat(values)
                .containsOnlyKeys(
                        "Example_Corp.GPU_1.measurement_1", "Example_Corp.GPU_1.measurement_2");
        assertThat(values.get("Example_Corp.GPU_1.measurement_1")).hasToString("[\"" + ONE + "\"]");
        assertThat(values.get("Example_Corp.GPU_1.measurement_2"))
                .hasToString("[\"" + TWO + "\",\"" + ONE + "\"]");
    }

    @Test
    void throwsNothingElseForDamagedManifests() {
        Random random = new Random(1);
        byte[] genuine = MANIFEST.getBytes(UTF_8);
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = genuine.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                values(
                        i % 3 == 0
                                ? Arrays.copyOf(damaged, random.nextInt(genuine.length))
                                : damaged);
            } catch (RvpsException e) {
                assertThat(e.code()).isEqualTo(RvpsException.Code.MALFORMED);
            }
        }
    }

    @Test
    void readsAManifestOfNvidias() throws Exception {
        Path file = Path.of(System.getProperty("vectors", ""), "attestation/rvps/test-rim.b64");
        assumeThat(file).as("recorded vectors").exists();
        Map<String, JsonNode> values = new SwidExtractor().extract(Files.readString(file).strip());
        assertThat(
                        Objects.requireNonNull(values.get("NVIDIA_Corporation.GPU.measurement_12"))
                                .path(0)
                                .asText())
                .isEqualTo(
                        "758af96044c700f98a85347be27124d51c05b8784ba216b629b9aaab6d538c759aed9922a133e4ac473564d359b271d5");
        assertThat(values).doesNotContainKey("NVIDIA_Corporation.GPU.measurement_0");
    }
}
