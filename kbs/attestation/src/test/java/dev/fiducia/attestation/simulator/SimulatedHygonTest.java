package dev.fiducia.attestation.simulator;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;
import static dev.fiducia.attestation.simulator.Simulation.CRYPTO;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.hygon.CsvVerifier;
import dev.fiducia.attestation.hygon.DcuVerifier;
import dev.fiducia.attestation.hygon.HygonConfig;
import dev.fiducia.crypto.HashAlgorithm;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

class SimulatedHygonTest {

    private static final SimulatedHygon VENDOR = new SimulatedHygon(CRYPTO);
    private static final byte[] NONCE = CRYPTO.digest(HashAlgorithm.SHA384, new byte[] {1});
    private static final byte[] CHIP = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");
    private static final int ANONCE = 0x5DC7D726;

    @TempDir private static Path folder;
    private static CsvVerifier csv;
    private static DcuVerifier dcu;

    @BeforeAll
    static void prepare() throws Exception {
        csv = csv(VENDOR, folder);
        Files.write(
                folder.resolve(HexFormat.of().formatHex(CHIP) + "_hsk_cek.cert"),
                VENDOR.chipFile());
        dcu = DcuVerifier.create(config(VENDOR, folder), CRYPTO);
    }

    static CsvVerifier csv(SimulatedHygon vendor, Path folder) throws Exception {
        return CsvVerifier.create(config(vendor, folder), CRYPTO);
    }

    static HygonConfig config(SimulatedHygon vendor, Path folder) throws Exception {
        Path root = Files.write(folder.resolve("hrk.cert"), vendor.root());
        return new HygonConfig(List.of(folder), List.of(root));
    }

    @Test
    void isRefusedBelowAnotherRoot() throws Exception {
        SimulatedHygon stranger = new SimulatedHygon(CRYPTO);
        assertThat(verify(stranger.evidence(0, stranger.firstReport(NONCE, ANONCE))))
                .isRefusedAs("hygon-chain-invalid");
        CsvVerifier real = CsvVerifier.create(new HygonConfig(List.of(), List.of()), CRYPTO);
        assertThat(real.verify(first(), Expectations.none())).isRefusedAs("hygon-chain-invalid");
    }

    /// Each certificate of the chain, from another vendor, and in another's place.
    @Test
    void isRefusedWithEveryOtherChain() {
        SimulatedHygon other = new SimulatedHygon(CRYPTO);
        for (String name : List.of("hsk", "cek")) {
            ObjectNode evidence = first();
            ((ObjectNode) evidence.at("/cert_chain/hsk_cek"))
                    .set(name, other.evidence(0, new byte[4096]).at("/cert_chain/hsk_cek/" + name));
            assertThat(verify(evidence)).isRefusedAs("hygon-chain-invalid");
        }
        ObjectNode foreign = first();
        ((ObjectNode) foreign.get("cert_chain"))
                .set("pek", SimulatedHygon.platformJson(other.pekCertificate()));
        assertThat(verify(foreign)).isRefusedAs("hygon-chain-invalid");
        ObjectNode swapped = first();
        ((ObjectNode) swapped.get("cert_chain"))
                .set("pek", SimulatedHygon.platformJson(VENDOR.cekCertificate()));
        assertThat(verify(swapped)).isRefusedAs("hygon-certificate-malformed");
        ObjectNode asCek = first();
        ((ObjectNode) asCek.at("/cert_chain/hsk_cek"))
                .set("cek", SimulatedHygon.platformJson(VENDOR.pekCertificate()));
        assertThat(verify(asCek)).isRefusedAs("hygon-certificate-malformed");
        ObjectNode asHsk = first();
        ((ObjectNode) asHsk.at("/cert_chain/hsk_cek"))
                .set("hsk", SimulatedHygon.authorityJson(VENDOR.root()));
        assertThat(verify(asHsk)).isRefusedAs("hygon-certificate-malformed");
    }

    @Test
    void isRefusedWithABitFlippedInAnyCertificate() {
        byte[] hsk = VENDOR.hskCertificate();
        for (int i = 0; i < 720; i += 17) {
            byte[] flipped = hsk.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            ObjectNode evidence = first();
            ((ObjectNode) evidence.at("/cert_chain/hsk_cek"))
                    .set("hsk", SimulatedHygon.authorityJson(flipped));
            assertRefused(verify(evidence), "byte " + i + " of the HSK");
        }
        for (int i = 0; i < 1044; i += 41) {
            byte[] cek = VENDOR.cekCertificate();
            cek[i] ^= (byte) (1 << (i % 8));
            ObjectNode evidence = first();
            ((ObjectNode) evidence.at("/cert_chain/hsk_cek"))
                    .set("cek", SimulatedHygon.platformJson(cek));
            assertRefused(verify(evidence), "byte " + i + " of the CEK");
            byte[] pek = VENDOR.pekCertificate();
            pek[i] ^= (byte) (1 << (i % 8));
            evidence = first();
            ((ObjectNode) evidence.get("cert_chain")).set("pek", SimulatedHygon.platformJson(pek));
            assertRefused(verify(evidence), "byte " + i + " of the PEK");
        }
    }

    @Test
    void isRefusedWithAnyByteOfTheReportChanged() {
        byte[] one = VENDOR.firstReport(NONCE, ANONCE);
        for (int i = 0; i < 336; i += 3) {
            byte[] flipped = one.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            assertRefused(verify(VENDOR.evidence(0, flipped)), "byte " + i + " of version 1");
        }
        byte[] two = VENDOR.secondReport(NONCE, new byte[0][]);
        for (int i = 0; i < 1024 + 144; i += 23) {
            byte[] flipped = two.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            assertRefused(verify(VENDOR.evidence(1, flipped)), "byte " + i + " of version 2");
        }
    }

    @Test
    void isRefusedForAnotherHandshake() {
        assertThat(verify(VENDOR.evidence(0, VENDOR.firstReport(new byte[48], ANONCE))))
                .isRefusedAs("report-data-mismatch");
        assertThat(verify(VENDOR.evidence(1, VENDOR.secondReport(new byte[48], new byte[0][]))))
                .isRefusedAs("report-data-mismatch");
    }

    /// A report of one version is none of the other.
    @Test
    void isRefusedAsAnotherVersion() {
        assertThat(verify(VENDOR.evidence(1, VENDOR.firstReport(NONCE, ANONCE))))
                .isInstanceOf(VerificationResult.Refused.class);
        assertThat(verify(VENDOR.evidence(0, VENDOR.secondReport(NONCE, new byte[0][]))))
                .isInstanceOf(VerificationResult.Refused.class);
        assertThat(verify(VENDOR.evidence(2, VENDOR.firstReport(NONCE, ANONCE))))
                .isRefusedAs("csv-evidence-malformed");
    }

    @Test
    void isRefusedWhenTheEventLogDoesNotReplay() {
        ObjectNode evidence = VENDOR.evidence(1, VENDOR.secondReport(NONCE, new byte[0][]));
        evidence.put("cc_eventlog", "AAAA");
        assertThat(verify(evidence)).isInstanceOf(VerificationResult.Refused.class);
        evidence.put("cc_eventlog", "!");
        assertThat(verify(evidence)).isRefusedAs("csv-evidence-malformed");
    }

    @Test
    void isRefusedWithSerialNumbersThatAreNone() {
        for (String serial : List.of("", "..", "../../etc", "a/b", "a b")) {
            ObjectNode evidence = first();
            ArrayNode array = evidence.putArray("serial_number");
            for (byte b : serial.getBytes(StandardCharsets.US_ASCII)) {
                array.add(b);
            }
            assertThat(verify(evidence)).isRefusedAs("csv-evidence-malformed");
        }
    }

    @Test
    void refusesWhateverElseComes() {
        Random random = new Random(3);
        for (int i = 0; i < 150; i++) {
            ObjectNode evidence = first();
            String[] places = {
                "/attestation_report/data", "/cert_chain/pek/body/data/pubkey/key/x",
                "/cert_chain/hsk_cek/hsk/body/pubkey/y", "/cert_chain/hsk_cek/cek/body/data/user_id"
            };
            ArrayNode array = (ArrayNode) evidence.at(places[i % places.length]);
            if (random.nextBoolean()) {
                array.remove(random.nextInt(array.size()));
            } else {
                array.add(random.nextInt(256));
            }
            assertThat(verify(evidence)).isRefusedAs("csv-evidence-malformed");
        }
        for (String member : List.of("attestation_report", "cert_chain", "serial_number")) {
            ObjectNode evidence = first();
            evidence.remove(member);
            assertThat(verify(evidence)).isRefusedAs("csv-evidence-malformed");
        }
        ObjectNode big = first();
        ((ArrayNode) big.at("/cert_chain/pek/body/data/pubkey/key/x")).set(71, IntNode.valueOf(1));
        assertThat(verify(big)).isRefusedAs("hygon-certificate-malformed");
    }

    @Test
    void findsTheChipsCertificatesInADirectory() throws Exception {
        ObjectNode evidence = first();
        ((ObjectNode) evidence.get("cert_chain")).remove("hsk_cek");
        assertThat(verify(evidence)).isRefusedAs("hygon-certificate-missing");
        Path chip = Files.createDirectories(folder.resolve("SIM1")).resolve("hsk_cek.cert");
        Files.write(chip, Arrays.copyOf(VENDOR.chipFile(), 2915));
        assertThat(verify(evidence)).isRefusedAs("hygon-certificate-malformed");
        Files.write(chip, VENDOR.chipFile());
        assertThat(verify(evidence)).isInstanceOf(VerificationResult.Verified.class);
        Files.delete(chip);
    }

    @Test
    void cantBeSetUpWithRootsThatAreNone() throws Exception {
        byte[] forged = VENDOR.root();
        forged[600] ^= 1;
        for (byte[] content : List.of(new byte[0], forged, VENDOR.hskCertificate())) {
            Path file = Files.write(folder.resolve("other.cert"), content);
            assertThatThrownBy(() ->
                            CsvVerifier.create(new HygonConfig(List.of(), List.of(file)), CRYPTO))
                    .isInstanceOf(VerifierSetupException.class);
        }
    }

    @Test
    void givesItsClaims() {
        ObjectNode one = assertThat(verify(first())).isVerified();
        assertThat(one.path("version").asText()).isEqualTo("1");
        assertThat(one.path("anonce").asText()).isEqualTo("26d7c75d");
        assertThat(one.path("sig_usage").asText()).isEqualTo("02100000");
        assertThat(one.at("/policy/csv3").asInt()).isEqualTo(1);
        assertThat(one.at("/policy/csv").asInt()).isZero();
        assertThat(one.path("serial_number").asText()).isEqualTo("SIM1");
        ObjectNode two =
                assertThat(verify(VENDOR.evidence(1, VENDOR.secondReport(NONCE, new byte[0][]))))
                        .isVerified();
        assertThat(two.path("build").asInt()).isEqualTo(7);
        assertThat(two.path("report_data").asText())
                .isEqualTo(HexFormat.of().formatHex(Arrays.copyOf(NONCE, 64)));
    }

    @Test
    void dcuIsRefusedForOthersAndOtherHandshakes() {
        SimulatedHygon stranger = new SimulatedHygon(CRYPTO);
        assertThat(dcu(stranger.dcuReport(CHIP, NONCE))).isRefusedAs("dcu-signature-invalid");
        assertThat(dcu(VENDOR.dcuReport(CHIP, new byte[64]))).isRefusedAs("report-data-mismatch");
        assertThat(dcu(VENDOR.dcuReport(new byte[16], NONCE)))
                .isRefusedAs("hygon-certificate-missing");
        assertThat(dcu(VENDOR.dcuReport(CHIP, NONCE), VENDOR.dcuReport(CHIP, NONCE)))
                .isRefusedAs("dcu-device-twice");
        assertThat(dcu()).isRefusedAs("dcu-evidence-malformed");
        assertThat(
                        dcu.verify(
                                SimulatedHygon.dcuEvidence(VENDOR.dcuReport(CHIP, NONCE)),
                                Expectations.none()))
                .isRefusedAs("report-data-required");
    }

    @Test
    void dcuIsRefusedWithAnythingChanged() {
        for (String name : List.of("chip_id", "user_data", "measure", "reserved")) {
            ObjectNode genuine = VENDOR.dcuReport(CHIP, NONCE);
            int length = genuine.at("/body/" + name).size();
            for (int i = 0; i < length; i++) {
                ObjectNode report = genuine.deepCopy();
                ArrayNode array = (ArrayNode) report.at("/body/" + name);
                array.set(i, IntNode.valueOf(array.get(i).asInt() ^ 1 << (i % 8)));
                assertRefused(dcu(report), name + "[" + i + "]");
            }
        }
        for (String name : List.of("version", "sig_usage", "sig_algo")) {
            ObjectNode report = VENDOR.dcuReport(CHIP, NONCE);
            ((ObjectNode) report.get("body")).put(name, 2);
            assertRefused(dcu(report), name);
        }
        for (String half : List.of("r", "s")) {
            ObjectNode report = VENDOR.dcuReport(CHIP, NONCE);
            ArrayNode array = (ArrayNode) report.at("/sig/" + half);
            array.set(0, IntNode.valueOf(array.get(0).asInt() ^ 1));
            assertRefused(dcu(report), half);
        }
    }

    @Test
    void dcuGivesItsClaims() {
        ObjectNode claims = assertThat(dcu(VENDOR.dcuReport(CHIP, NONCE))).isVerified();
        assertThat(claims.at("/body/chip_id").asText()).isEqualTo(HexFormat.of().formatHex(CHIP));
        assertThat(claims.at("/body/sig_usage").asText()).isEqualTo("1004");
    }

    private static ObjectNode first() {
        return VENDOR.evidence(0, VENDOR.firstReport(NONCE, ANONCE));
    }

    private static VerificationResult verify(ObjectNode evidence) {
        return csv.verify(evidence, Expectations.ofReportData(NONCE));
    }

    private static VerificationResult dcu(ObjectNode... reports) {
        return dcu.verify(SimulatedHygon.dcuEvidence(reports), Expectations.ofReportData(NONCE));
    }

    private static void assertRefused(VerificationResult result, String what) {
        assertThat(result).as(what).isInstanceOf(VerificationResult.Refused.class);
    }
}
