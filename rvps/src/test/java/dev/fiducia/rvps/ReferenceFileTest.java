package dev.fiducia.rvps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.fiducia.rvps.ReferenceFile.Entry;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

class ReferenceFileTest {
    private static final String PCR =
            "4b58b30becd30d16f7f60d56b32661d921ae0d3310c6a89f5d552f9bfee921a9";
    private static final String OTHER =
            "00000000ecd30d16f7f60d56b32661d921ae0d3310c6a89f5d552f9bfee921a9";
    private static final Instant LATER = Instant.parse("2099-12-31T00:00:00Z");

    private static ReferenceFile read(String file) throws RvpsException {
        return ReferenceFile.read(file.getBytes(UTF_8));
    }

    private static String configMap(String key, String json) {
        return """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: rvps-reference-values
        data:
          %s: |
        %s
        """
                .formatted(key, json.indent(4));
    }

    private static String base64(String json) {
        return Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
    }

    private static ArrayNode list(String... values) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        List.of(values).forEach(list::add);
        return list;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "text",
                "3",
                "[",
                "[]",
                "{}",
                "[3]",
                "[{}]",
                "[{\"name\": 3, \"value\": [1]}]",
                "[{\"name\": \"a\"}]",
                "[{\"name\": \"a\", \"value\": null}]",
                "[{\"name\": \"\", \"value\": [1]}]",
                "[{\"name\": \"a\", \"value\": [1]}, {\"name\": \"a\", \"value\": [2]}]",
                "[{\"name\": \"a\", \"value\": [1], \"value\": [2]}]",
                "[{\"name\": \"a\", \"value\": [1], \"expiration\": \"tomorrow\"}]",
                "[{\"name\": \"a\", \"value\": [1], \"expiration\": \"2099-13-31T00:00:00Z\"}]",
                "[{\"name\": \"a\", \"value\": [1], \"expiration\": 7}]",
                "[{\"name\": \"a\", \"value\": [1], \"version\": \"0.2.0\"}]",
                "[{\"name\": \"a\", \"value\": [1], \"hash-value\": []}]",
                "[{\"name\": \"a\", \"hash-value\": [{\"alg\": \"sha256\"}]}]",
                "{\"a\": \"not base64!\"}",
                "{\"a\": \"e30=\"}",
                "{\"a\": \"eyJ2YWx1ZSI6\"}",
                "{\"a\": {\"name\": \"b\", \"value\": [1]}}",
                "{\"a\": [1]}",
                "{\"measurements\": {\"sha256\": {\"pcr09\": \"0x00\"}}}",
                "kind: Secret\ndata: {a: b}",
                "kind: ConfigMap",
                "kind: ConfigMap\ndata: {a: 3}",
                "kind: ConfigMap\ndata: {a: '[]', a: '[]'}",
                "kind: ConfigMap\ndata: {a: 'text'}",
                "kind: ConfigMap\ndata: {}",
            })
    void refusesWhatHoldsNoReferenceValues(String file) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOfSatisfying(
                        RvpsException.class,
                        e ->
                                assertThat(e.code())
                                        .isIn(
                                                RvpsException.Code.MALFORMED,
                                                RvpsException.Code.LIMIT));
    }

    @Test
    void refusesConfigMapOfWhichOneKeyIsNotUnderstood() {
        String file = configMap("reference-values.json", "[{\"name\": \"a\", \"value\": [1]}]");
        assertThatThrownBy(() -> read(file + "  other: text\n"))
                .isInstanceOf(RvpsException.class)
                .hasMessageContaining("data.other");
    }

    @Test
    void refusesFileThatIsTooLarge() {
        assertThatThrownBy(() -> ReferenceFile.read(new byte[RvpsLimits.MESSAGE_BYTES + 1]))
                .isInstanceOfSatisfying(
                        RvpsException.class,
                        e -> assertThat(e.code()).isEqualTo(RvpsException.Code.LIMIT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x00", "", "0x0x" + PCR, PCR + "00", "g" + "0"})
    void refusesMeasurementThatIsNoDigest(String value) {
        String file = "{\"measurements\": {\"sha256\": {\"pcr09\": \"%s\"}}}".formatted(value);
        assertThatThrownBy(() -> ReferenceFile.read(file.getBytes(UTF_8), "snp"))
                .isInstanceOf(RvpsException.class)
                .hasMessageContaining("SHA-256");
    }

    @Test
    void readsTodaysConfigMap() throws RvpsException {
        String stored =
                "{\"version\":\"0.1.0\",\"name\":\"snp_pcr08\",\"expiration\":\"2099-12-31T00:00:00Z\",\"value\":[\"%s\"]}"
                        .formatted(PCR);
        ReferenceFile file =
                read(
                        configMap(
                                "reference_value",
                                "{\"snp_pcr08\": \"%s\"}".formatted(base64(stored))));
        assertThat(file.entries())
                .containsExactly(new Entry("snp_pcr08", list(PCR), Optional.of(LATER)));
    }

    @Test
    void readsConfigMapWithPlainObjects() throws RvpsException {
        ReferenceFile file =
                read(
                        configMap(
                                "reference_value",
                                "{\"svn\": {\"expiration\": \"2099-12-31T00:00:00Z\", \"value\": 1}}"));
        assertThat(file.entries())
                .containsExactly(
                        new Entry(
                                "svn", JsonNodeFactory.instance.numberNode(1), Optional.of(LATER)));
    }

    @Test
    void readsWhatVeritasWrites() throws RvpsException {
        String veritas =
                "# Generated by veritas (platform: azure, tee: snp)\n"
                        + configMap(
                                "reference-values.json",
                                """
                                [
                                  {
                                    "name": "snp_pcr09",
                                    "expiration": "2099-12-31T00:00:00Z",
                                    "value": ["%s", "%s"]
                                  }
                                ]\
                                """
                                        .formatted(PCR, OTHER));
        assertThat(read(veritas).entries())
                .containsExactly(new Entry("snp_pcr09", list(PCR, OTHER), Optional.of(LATER)));
    }

    @Test
    void readsOldestLayoutAsJson() throws RvpsException {
        String file =
                "[{\"name\": \"a\", \"hash-value\": [{\"alg\": \"sha256\", \"value\": \"%s\"}]}]"
                        .formatted(PCR);
        assertThat(read(file).entries())
                .containsExactly(new Entry("a", list(PCR), Optional.empty()));
    }

    @Test
    void readsSeveralConfigMapsOfOneFile() throws RvpsException {
        String first = configMap("reference-values.json", "[{\"name\": \"a\", \"value\": [1]}]");
        String second = configMap("reference-values.json", "[{\"name\": \"b\", \"value\": [2]}]");
        assertThat(read(first + "---\n" + second).entries())
                .extracting(Entry::name)
                .containsExactly("a", "b");
    }

    @Test
    void keepsLeadingZerosOfMeasurements() throws RvpsException {
        String file =
                "{\"measurements\": {\"sha256\": {\"pcr03\": \"0x%s\", \"pcr09\": \"%s\"}}}"
                        .formatted(OTHER, PCR);
        assertThat(ReferenceFile.read(file.getBytes(UTF_8), "snp").entries())
                .containsExactly(
                        new Entry("snp_pcr03", list(OTHER), Optional.empty()),
                        new Entry("snp_pcr09", list(PCR), Optional.empty()));
    }

    @Test
    void refusesToWriteWhatTheOldestLayoutCannotHold() {
        ReferenceFile file =
                new ReferenceFile(
                        List.of(
                                new Entry(
                                        "svn",
                                        JsonNodeFactory.instance.numberNode(1),
                                        Optional.empty())));
        assertThatThrownBy(() -> ConfigMapLayout.HASH_VALUE.write(file, "n", "ns", LATER))
                .isInstanceOf(RvpsException.class)
                .hasMessageContaining("svn");
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatEachLayoutWrites(ConfigMapLayout layout) throws RvpsException {
        ReferenceFile file =
                new ReferenceFile(
                        List.of(
                                new Entry("snp_pcr08", list(PCR, OTHER), Optional.of(LATER)),
                                new Entry("init_data", list(OTHER), Optional.of(LATER))));
        String written = layout.write(file, "rvps-reference-values", "trustee", LATER);
        assertThat(written).contains("kind: ConfigMap", "namespace: trustee").doesNotContain("\r");
        assertThat(read(written)).isEqualTo(file);
        assertThat(ConfigMapLayout.of(layout.wireName())).contains(layout);
    }

    @Property(tries = 300)
    void anyListSurvivesTheRoundTrip(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 0, max = 9999) Integer> seeds)
            throws RvpsException {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < seeds.size(); i++) {
            entries.add(
                    new Entry(
                            "n: " + i + "\u00e4'\"",
                            list("%064x".formatted(seeds.get(i))),
                            Optional.of(LATER)));
        }
        ReferenceFile file = new ReferenceFile(entries);
        for (ConfigMapLayout layout : ConfigMapLayout.values()) {
            assertThat(read(layout.write(file, "n", "ns", LATER))).isEqualTo(file);
        }
    }

    @Property(tries = 2000)
    void damagedFilesAreReadOrRefused(
            @ForAll ConfigMapLayout layout,
            @ForAll @IntRange(min = 0, max = 2000) int at,
            @ForAll @IntRange(min = 0, max = 255) int with,
            @ForAll boolean cut)
            throws RvpsException {
        ReferenceFile file =
                new ReferenceFile(List.of(new Entry("a", list(PCR), Optional.of(LATER))));
        byte[] bytes = layout.write(file, "n", "ns", LATER).getBytes(UTF_8);
        byte[] damaged = cut ? java.util.Arrays.copyOf(bytes, at % bytes.length) : bytes.clone();
        if (damaged.length > 0) {
            damaged[at % damaged.length] = (byte) with;
        }
        try {
            assertThat(ReferenceFile.read(damaged).entries()).isNotEmpty();
        } catch (RvpsException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
