package dev.fiducia.attestation.simulator;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;
import static dev.fiducia.attestation.simulator.Simulation.CHIP;
import static dev.fiducia.attestation.simulator.Simulation.CRYPTO;
import static dev.fiducia.attestation.simulator.Simulation.MILAN;
import static dev.fiducia.attestation.simulator.Simulation.NOW;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.azure.AzSnpVtpmVerifier;
import dev.fiducia.attestation.snp.SnpConfig;
import dev.fiducia.attestation.snp.SnpSetupException;
import dev.fiducia.crypto.HashAlgorithm;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

class SimulatedAzureSnpTest {

    private static final AzSnpVtpmVerifier VERIFIER = trusting(MILAN.rootsPem());
    private static final byte[] NONCE = CRYPTO.digest(HashAlgorithm.SHA384, new byte[] {1});
    private static final SimulatedAzureSnp VM = SimulatedAzureSnp.boot(CHIP, CRYPTO);
    private static final byte[] OTHER = CRYPTO.digest(HashAlgorithm.SHA384, new byte[] {9});

    @BeforeAll
    static void measure() {
        VM.extend(16, CRYPTO.digest(HashAlgorithm.SHA256, new byte[] {16}));
    }

    @ParameterizedTest
    @CsvSource({
        "fffffe",
        "feffff",
        "ffff7f",
        "ff4000",
        "000000",
        "''",
        "ffff",
        "ffffff00",
        "ffffff01",
        "ffffffffff"
    })
    void isRefusedWhenTheQuoteCoversOtherRegisters(String bitmap) {
        SimulatedQuote quote = VM.vtpm().quote(NONCE).selection(bitmap);
        VerificationResult result = verify(VM.evidence(2, quote, VM.hclReport(NONCE)));
        if (bitmap.equals("ffffff00")) {
            assertThat(result).isVerified(); // the same registers, with an empty byte more
        } else {
            assertThat(result).isInstanceOf(VerificationResult.Refused.class);
        }
    }

    @Test
    void isRefusedWhenTheQuoteIsOfAnotherBank() {
        SimulatedQuote quote = VM.vtpm().quote(NONCE).bank(0x000C);
        assertThat(verify(VM.evidence(2, quote, VM.hclReport(NONCE))))
                .isRefusedAs("tpm-pcr-selection");
    }

    @Test
    void isRefusedWhenSomethingElseWasSigned() {
        SimulatedQuote magic = VM.vtpm().quote(NONCE).magic(0xFF54_4348);
        assertThat(verify(VM.evidence(2, magic, VM.hclReport(NONCE))))
                .isRefusedAs("tpm-quote-magic");
        SimulatedQuote type = VM.vtpm().quote(NONCE).type(0x8017);
        assertThat(verify(VM.evidence(2, type, VM.hclReport(NONCE)))).isRefusedAs("tpm-quote-type");
    }

    @Test
    void isRefusedWhenAnotherRegistersValueIsPassedOff() {
        SimulatedQuote quote = VM.vtpm().quote(NONCE);
        byte[] message = quote.message();
        ObjectNode evidence = VM.evidence(2, quote, VM.hclReport(NONCE));
        ObjectNode relabelled =
                SimulatedAzureSnp.quote(
                        VM.vtpm().quote(NONCE).value(8, VM.vtpm().register(16)), message);
        evidence.set("tpm_quote", relabelled);
        assertThat(verify(evidence)).isRefusedAs("tpm-pcr-mismatch");
    }

    @Test
    void isRefusedWithTheReportOfAnotherVm() {
        SimulatedAzureSnp other = SimulatedAzureSnp.boot(CHIP, CRYPTO);
        assertThat(verify(VM.evidence(2, VM.vtpm().quote(NONCE), other.hclReport(NONCE))))
                .isRefusedAs("tpm-signature-invalid");
        byte[] theirs = other.hclReport(NONCE);
        byte[] ours = VM.hclReport(NONCE);
        System.arraycopy(theirs, 32, ours, 32, 1184);
        assertThat(verify(VM.evidence(2, VM.vtpm().quote(NONCE), ours)))
                .isRefusedAs("hcl-runtime-data-mismatch");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void isRefusedWithUserDataOfAnotherHandshakeInEveryVersion(int version) {
        assertThat(verify(VM.evidence(version, VM.vtpm().quote(NONCE), VM.hclReport(OTHER))))
                .isRefusedAs("hcl-user-data-mismatch");
    }

    @Test
    void isRefusedWithoutUserDataUnlessItIsEarly() {
        byte[] unwritten = VM.hclReport(new byte[64]);
        assertThat(verify(VM.evidence(2, VM.vtpm().quote(NONCE), unwritten)))
                .isRefusedAs("hcl-user-data-mismatch");
        for (int version : new int[] {0, 1}) {
            ObjectNode claims =
                    assertThat(verify(VM.evidence(version, VM.vtpm().quote(NONCE), unwritten)))
                            .isVerified();
            assertThat(claims.get("user_data_bound").textValue()).isEqualTo("false");
        }
    }

    @Test
    void isRefusedOnHardwareThatNobodyTrusts() {
        SimulatedAzureSnp stranger =
                SimulatedAzureSnp.boot(SimulatedSnp.milan(NOW, CRYPTO), CRYPTO);
        assertThat(verify(stranger.evidence(NONCE))).isRefusedAs("snp-chain-invalid");
    }

    @Test
    void isRefusedOffVmplZeroAndUnderAVlek() {
        byte[] runtimeData = VM.runtimeData(NONCE);
        byte[] hcl = VM.hclReport(CHIP.report().vmpl(2), runtimeData);
        assertThat(verify(VM.evidence(2, VM.vtpm().quote(NONCE), hcl))).isRefusedAs("snp-vmpl");
        SimulatedAzureSnp cloud =
                SimulatedAzureSnp.boot(MILAN.cloudChip("azure", Simulation.TCB, NOW), CRYPTO);
        assertThat(verify(cloud.evidence(NONCE))).isRefusedAs("snp-chain-invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"keys\":[]}",
                "{\"keys\":{}}",
                "{\"keys\":[{\"kid\":\"HCLEkPub\"}]}",
                "{\"keys\":[{\"kid\":\"HCLAkPub\",\"kty\":\"EC\"}]}",
                "{\"keys\":[{\"kid\":\"HCLAkPub\",\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
                "{\"keys\":[{\"kid\":\"HCLAkPub\",\"kty\":\"RSA\",\"n\":\"\",\"e\":\"\"}]}",
                "{\"keys\":[],\"keys\":[]}",
                "not json"
            })
    void isRefusedWithRuntimeDataThatNamesNoUsableKey(String runtimeData) {
        byte[] hcl = VM.hclReport(CHIP.report(), runtimeData.getBytes(StandardCharsets.UTF_8));
        assertThat(verify(VM.evidence(2, VM.vtpm().quote(NONCE), hcl)))
                .isInstanceOf(VerificationResult.Refused.class);
    }

    @Test
    void isRefusedWhenTwoKeysBearTheName() {
        String genuine = new String(VM.runtimeData(NONCE), StandardCharsets.UTF_8);
        int start = genuine.indexOf('{', 1);
        int end = genuine.indexOf(']', genuine.indexOf("\"n\""));
        String key = genuine.substring(start, end);
        String twice = genuine.substring(0, end) + "," + key + genuine.substring(end);
        byte[] hcl = VM.hclReport(CHIP.report(), twice.getBytes(StandardCharsets.UTF_8));
        assertThat(verify(VM.evidence(2, VM.vtpm().quote(NONCE), hcl)))
                .isRefusedAs("hcl-runtime-data-malformed");
    }

    @Test
    void isRefusedWithHeadersThatContradictThemselves() {
        for (int offset : new int[] {0, 4, 12, 1216, 1224, 1228, 1232}) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] hcl = VM.hclReport(NONCE);
                hcl[offset] ^= (byte) (1 << bit);
                VerificationResult result = verify(VM.evidence(2, VM.vtpm().quote(NONCE), hcl));
                // Version 2 of the outer header has the same layout and is known, too.
                if (!(offset == 4 && hcl[offset] == 2)) {
                    assertThat(result)
                            .as("byte %d bit %d", offset, bit)
                            .isInstanceOf(VerificationResult.Refused.class);
                }
            }
        }
    }

    /// With fewer than nine there is no PCR 8 that initdata could be looked for in.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 9, 23, 25})
    void isRefusedWithAnotherNumberOfRegisters(int count) {
        byte[] digest = CRYPTO.digest(HashAlgorithm.SHA256, new byte[] {5});
        for (int version = 0; version <= 2; version++) {
            ObjectNode evidence = VM.evidence(version, VM.vtpm().quote(NONCE), VM.hclReport(NONCE));
            ArrayNode registers =
                    (ArrayNode) evidence.at(version == 0 ? "/quote/pcrs" : "/tpm_quote/pcrs");
            while (registers.size() > count) {
                registers.remove(registers.size() - 1);
            }
            while (registers.size() < count) {
                registers.add(registers.get(0));
            }
            assertThat(
                            verify(
                                    evidence,
                                    Expectations.ofReportData(NONCE).withInitDataDigest(digest)))
                    .isRefusedAs("azure-evidence-malformed");
        }
    }

    /// A guest that was given initdata and recorded none.
    @Test
    void isRefusedWithAnEmptyPcr8WhereInitdataWasGiven() {
        SimulatedAzureSnp vm = SimulatedAzureSnp.boot(CHIP, CRYPTO);
        assertThat(vm.vtpm().register(8)).isEqualTo(new byte[32]);
        byte[] digest = CRYPTO.digest(HashAlgorithm.SHA256, new byte[] {5});
        assertThat(
                        verify(
                                vm.evidence(NONCE),
                                Expectations.ofReportData(NONCE).withInitDataDigest(digest)))
                .isRefusedAs("init-data-mismatch");
    }

    /// Digests of 32, 48 and 64 bytes: pod VM images extend the first 32 bytes.
    @ParameterizedTest
    @ValueSource(strings = {"SHA256", "SHA384", "SHA512"})
    void isBoundToInitdataByPcr8(HashAlgorithm algorithm) {
        byte[] digest = CRYPTO.digest(algorithm, new byte[] {5});
        SimulatedAzureSnp vm = SimulatedAzureSnp.boot(CHIP, CRYPTO).initdata(digest);
        Expectations expected = Expectations.ofReportData(NONCE).withInitDataDigest(digest);
        ObjectNode claims =
                assertThat(Simulation.verify(VERIFIER, vm.evidence(NONCE), expected)).isVerified();
        byte[] extended =
                CRYPTO.digest(HashAlgorithm.SHA256, new byte[32], Arrays.copyOf(digest, 32));
        assertThat(claims.get("init_data").textValue())
                .isEqualTo(HexFormat.of().formatHex(extended));
        assertThat(verify(VM.evidence(NONCE), expected)).isRefusedAs("init-data-mismatch");
        vm.initdata(digest);
        assertThat(verify(vm.evidence(NONCE), expected)).isRefusedAs("init-data-mismatch");
        digest[0] ^= 1;
        assertThat(
                        verify(
                                vm.evidence(NONCE),
                                Expectations.ofReportData(NONCE).withInitDataDigest(digest)))
                .isRefusedAs("init-data-mismatch");
    }

    /// The nonce of any length that user data holds.
    @ParameterizedTest
    @ValueSource(ints = {1, 32, 48, 64})
    void isVerifiedWithNoncesOfAnyLength(int length) {
        byte[] nonce = Arrays.copyOf(CRYPTO.digest(HashAlgorithm.SHA512, new byte[] {2}), length);
        for (int version = 0; version <= 2; version++) {
            ObjectNode evidence = VM.evidence(version, VM.vtpm().quote(nonce), VM.hclReport(nonce));
            ObjectNode claims =
                    assertThat(verify(evidence, Expectations.ofReportData(nonce))).isVerified();
            assertThat(claims.get("report_data").textValue())
                    .isEqualTo(HexFormat.of().formatHex(nonce));
            assertThat(claims.get("user_data_bound").textValue()).isEqualTo("true");
            assertThat(claims.get("evidence_version").textValue())
                    .isEqualTo(Integer.toString(version));
        }
    }

    /// Whatever is done to the JSON, a value comes out, and claims only for what is intact.
    @Property(tries = 400)
    void answersDamagedEvidenceWithARefusal(@ForAll long seed) {
        Random random = new Random(seed);
        ObjectNode evidence =
                VM.evidence(random.nextInt(3), VM.vtpm().quote(NONCE), VM.hclReport(NONCE));
        damage(evidence, random);
        VerificationResult result = verify(evidence);
        assertThat(result)
                .isInstanceOfAny(
                        VerificationResult.Refused.class, VerificationResult.Verified.class);
    }

    /// Random bytes in place of the binary parts.
    @Property(tries = 400)
    void answersScatteredBytesWithARefusal(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] hcl = VM.hclReport(NONCE);
        for (int i = 0; i < 3; i++) {
            hcl[random.nextInt(1236 + 600)] = (byte) random.nextInt();
        }
        ObjectNode evidence = VM.evidence(2, VM.vtpm().quote(NONCE), hcl);
        byte[] cut = Arrays.copyOf(hcl, random.nextInt(3000));
        evidence.put(
                "hcl_report",
                Base64.getUrlEncoder().encodeToString(random.nextBoolean() ? hcl : cut));
        assertThat(verify(evidence))
                .isInstanceOfAny(
                        VerificationResult.Refused.class, VerificationResult.Verified.class);
    }

    private static void damage(JsonNode node, Random random) {
        List<String> odd = List.of("", "zz", "00", "AAAA", "🦀", "-1");
        JsonNode place = node;
        while (true) {
            if (place instanceof ObjectNode object) {
                List<String> names = object.propertyStream().map(Map.Entry::getKey).toList();
                if (names.isEmpty()) {
                    return;
                }
                String name = names.get(random.nextInt(names.size()));
                if (object.get(name).isContainerNode() && random.nextInt(3) > 0) {
                    place = object.get(name);
                    continue;
                }
                switch (random.nextInt(5)) {
                    case 0 -> object.remove(name);
                    case 1 -> object.putNull(name);
                    case 2 -> object.put(name, random.nextInt());
                    case 3 -> object.putArray(name).add(300);
                    default -> object.put(name, odd.get(random.nextInt(odd.size())));
                }
                return;
            }
            ArrayNode array = (ArrayNode) place;
            if (array.isEmpty()) {
                return;
            }
            int index = random.nextInt(array.size());
            switch (random.nextInt(3)) {
                case 0 -> array.remove(index);
                case 1 -> array.insert(index, odd.get(random.nextInt(odd.size())));
                default -> array.setNull(index);
            }
            return;
        }
    }

    private static VerificationResult verify(JsonNode evidence) {
        return verify(evidence, Expectations.ofReportData(NONCE));
    }

    private static VerificationResult verify(JsonNode evidence, Expectations expected) {
        return Simulation.verify(VERIFIER, evidence, expected);
    }

    static AzSnpVtpmVerifier trusting(String rootsPem) {
        try {
            Path file = Files.createTempFile("roots", ".pem");
            try {
                Files.writeString(file, rootsPem);
                return AzSnpVtpmVerifier.create(
                        SnpConfig.offline().withExtraRoots(List.of(file)),
                        CRYPTO,
                        InstantSource.fixed(NOW));
            } finally {
                Files.delete(file);
            }
        } catch (IOException | SnpSetupException e) {
            throw new AssertionError(e);
        }
    }
}
