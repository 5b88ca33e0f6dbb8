package dev.fiducia.attestation.snp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.simulator.Simulation;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/// Whatever comes in, a typed refusal comes out, and never claims that nobody signed.
class SnpReportFuzzTest {

    private static final byte[] GENUINE = Simulation.CHIP.report().bytes();
    private static final ObjectNode EVIDENCE = Simulation.CHIP.report().evidence();
    private static final SnpVerifier VERIFIER = Simulation.trusting(Simulation.MILAN.rootsPem());

    @Property(tries = 500)
    void refusesBytesOfAnyLength(@ForAll @Size(max = 2000) byte[] bytes) {
        assertThatThrownBy(() -> SnpReport.parse(bytes)).isInstanceOf(RefusedException.class);
    }

    @Property(tries = 300)
    void refusesEveryOtherLength(@ForAll @IntRange(max = 3000) int length) throws Exception {
        byte[] bytes = Arrays.copyOf(GENUINE, length);
        if (length == SnpReport.LENGTH) {
            assertThat(SnpReport.parse(bytes).version()).isEqualTo(3);
        } else {
            assertThatThrownBy(() -> SnpReport.parse(bytes)).isInstanceOf(RefusedException.class);
        }
    }

    @Property(tries = 2000)
    void parsesOrRefusesScatteredDamage(@ForAll long seed) {
        byte[] bytes = GENUINE.clone();
        Random random = new Random(seed);
        for (int i = 0; i < 4; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        try {
            assertThat(SnpReport.parse(bytes).bytes(0, SnpReport.LENGTH)).isEqualTo(bytes);
        } catch (RefusedException e) {
            assertThat(e.refusal().code()).startsWith("snp-");
        }
    }

    @Test
    void namesTheOffsetOfReservedBytesInUse() {
        int[] reserved = {
            0x04C, 0x18B, 0x19F, 0x1EB, 0x1EF, 0x1F8, 0x208, 0x29F, 0x330, 0x49F, 0x03A, 0x185
        };
        for (int offset : reserved) {
            byte[] bytes = GENUINE.clone();
            bytes[offset] = 1;
            assertThatThrownBy(() -> SnpReport.parse(bytes))
                    .as("0x%x", offset)
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> {
                                assertThat(e.refusal().code()).isEqualTo("snp-report-malformed");
                                assertThat(e.refusal().place())
                                        .hasValueSatisfying(
                                                p -> assertThat(p).startsWith("report+0x"));
                            });
        }
    }

    @Test
    void refusesWhenAnyMemberIsMissing() {
        int members = 0;
        for (List<String> path : paths(EVIDENCE, List.of())) {
            ObjectNode damaged = EVIDENCE.deepCopy();
            parent(damaged, path).remove(path.getLast());
            if (isOptional(path)) {
                continue;
            }
            members++;
            assertRefused(damaged, path);
        }
        assertThat(members).isGreaterThan(45);
    }

    @Test
    void refusesWhenAnyMemberHasAnotherType() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        List<JsonNode> wrong =
                List.of(
                        json.textNode("x"),
                        json.booleanNode(true),
                        json.numberNode(-1),
                        json.numberNode(1.5),
                        json.numberNode(new BigInteger("99999999999999999999999")),
                        json.arrayNode().add(1).add(256),
                        json.arrayNode(),
                        json.objectNode());
        for (List<String> path : paths(EVIDENCE, List.of())) {
            for (JsonNode value : wrong) {
                ObjectNode damaged = EVIDENCE.deepCopy();
                parent(damaged, path).set(path.getLast(), value);
                if (path.getLast().equals("fmc")) {
                    continue; // read, and without meaning on this product
                }
                assertRefused(damaged, path);
            }
        }
    }

    @Property(tries = 300)
    void refusesEvidenceWithAChangedByte(@ForAll long seed) {
        Random random = new Random(seed);
        ObjectNode damaged = EVIDENCE.deepCopy();
        ArrayNode table = (ArrayNode) damaged.get("cert_chain");
        ArrayNode data = (ArrayNode) table.get(random.nextInt(table.size())).get("data");
        int at = random.nextInt(data.size());
        data.set(
                at,
                JsonNodeFactory.instance.numberNode(
                        data.get(at).intValue() ^ (1 << random.nextInt(8))));
        assertRefused(damaged, List.of("cert_chain"));
    }

    @Test
    void refusesTablesAndCertificatesBeyondTheirBounds() {
        ObjectNode many = EVIDENCE.deepCopy();
        ArrayNode table = many.putArray("cert_chain");
        for (int i = 0; i < 33; i++) {
            table.addObject().put("cert_type", "Empty").putArray("data");
        }
        assertRefused(many, List.of("cert_chain"));
        ObjectNode large = EVIDENCE.deepCopy();
        ArrayNode data =
                large.putArray("cert_chain").addObject().put("cert_type", "VCEK").putArray("data");
        for (int i = 0; i <= 16 << 10; i++) {
            data.add(0);
        }
        assertRefused(large, List.of("cert_chain"));
        ObjectNode none = EVIDENCE.deepCopy();
        none.putArray("cert_chain");
        assertRefused(none, List.of("cert_chain"));
    }

    @Test
    void readsCertificatesAsPemToo() {
        ObjectNode evidence = EVIDENCE.deepCopy();
        for (JsonNode entry : evidence.get("cert_chain")) {
            byte[] der = new byte[entry.get("data").size()];
            for (int i = 0; i < der.length; i++) {
                der[i] = (byte) entry.get("data").get(i).intValue();
            }
            String pem =
                    "\n-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder().encodeToString(der)
                            + "\n-----END CERTIFICATE-----\n";
            ArrayNode data = ((ObjectNode) entry).putArray("data");
            pem.chars().forEach(data::add);
        }
        assertThat(VERIFIER.verify(evidence, Expectations.none()))
                .isInstanceOf(VerificationResult.Verified.class);
    }

    private static void assertRefused(JsonNode evidence, List<String> path) {
        VerificationResult result = Simulation.verify(VERIFIER, evidence, Expectations.none());
        assertThat(result).as("%s", path).isInstanceOf(VerificationResult.Refused.class);
    }

    private static boolean isOptional(List<String> path) {
        return path.getLast().equals("fmc") || path.getLast().equals("cpuid_step");
    }

    /// Paths to every member of the report, and to the report and the certificates themselves.
    private static List<List<String>> paths(ObjectNode node, List<String> above) {
        List<List<String>> paths = new ArrayList<>();
        node.properties()
                .forEach(member -> {
                    List<String> path = new ArrayList<>(above);
                    path.add(member.getKey());
                    paths.add(path);
                    if (member.getValue() instanceof ObjectNode object) {
                        paths.addAll(paths(object, path));
                    }
                });
        return paths;
    }

    private static ObjectNode parent(ObjectNode root, List<String> path) {
        ObjectNode node = root;
        for (String name : path.subList(0, path.size() - 1)) {
            node = (ObjectNode) node.get(name);
        }
        return node;
    }
}
