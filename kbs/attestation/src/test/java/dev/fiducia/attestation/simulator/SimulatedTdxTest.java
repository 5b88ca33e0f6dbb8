package dev.fiducia.attestation.simulator;

import static dev.fiducia.attestation.VerificationResultAssert.assertThat;
import static dev.fiducia.attestation.simulator.Simulation.CRYPTO;
import static dev.fiducia.attestation.simulator.Simulation.NOW;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Vectors;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.intel.IntelConfig;
import dev.fiducia.attestation.intel.IntelSetupException;
import dev.fiducia.attestation.intel.TdxVerifier;
import dev.fiducia.crypto.HashAlgorithm;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

class SimulatedTdxTest {

    private static final SimulatedIntel VENDOR = SimulatedIntel.create(NOW, CRYPTO);
    private static final SimulatedTdx PLATFORM = VENDOR.platform();
    private static final byte[] NONCE = CRYPTO.digest(HashAlgorithm.SHA384, new byte[] {1});
    private static final byte[] INITDATA = CRYPTO.digest(HashAlgorithm.SHA512, new byte[] {2});

    @TempDir Path folder;
    private Path collateral;

    @BeforeEach
    void prepare() throws Exception {
        collateral = Files.createDirectories(folder.resolve("collateral"));
        Files.writeString(collateral.resolve("all.json"), VENDOR.collateral());
    }

    @Test
    void isRefusedForAnotherHandshakeOrInitdata() {
        ObjectNode evidence = PLATFORM.quote().reportData(NONCE).mrConfigId(INITDATA).evidence();
        byte[] other = NONCE.clone();
        other[47] ^= 1;
        assertThat(verify(evidence, Expectations.ofReportData(other)))
                .isRefusedAs("report-data-mismatch");
        byte[] otherInitdata = INITDATA.clone();
        otherInitdata[47] ^= 1;
        assertThat(verify(evidence, Expectations.none().withInitDataDigest(otherInitdata)))
                .isRefusedAs("init-data-mismatch");
    }

    @Test
    void isRefusedUnderARootThatNobodyTrusts() {
        SimulatedTdx stranger = SimulatedIntel.create(NOW, CRYPTO).platform();
        assertThat(verify(stranger.quote().evidence())).isRefusedAs("dcap-root-untrusted");
    }

    @Test
    void isRefusedWithoutCollateral() throws Exception {
        Files.delete(collateral.resolve("all.json"));
        assertThat(verify(PLATFORM.quote().evidence())).isRefusedAs("dcap-collateral-unavailable");
        Files.writeString(collateral.resolve("all.json"), "{}");
        assertThat(verify(PLATFORM.quote().evidence())).isRefusedAs("dcap-collateral-unavailable");
    }

    @Test
    void isRefusedWithCollateralOfAnotherVendor() throws Exception {
        String theirs = SimulatedIntel.create(NOW, CRYPTO).collateral();
        Files.writeString(collateral.resolve("all.json"), theirs);
        assertThat(verify(PLATFORM.quote().evidence())).isRefusedAs("dcap-collateral-unavailable");
    }

    /// The text is what is signed: not a character of it may change.
    @Test
    void isRefusedWithCollateralThatWasEdited() throws Exception {
        String text = VENDOR.collateral();
        for (String[] edit :
                new String[][] {
                    {"\"tcbEvaluationDataNumber\":17", "\"tcbEvaluationDataNumber\":18"},
                    {"\"tcbType\":0", "\"tcbType\": 0"},
                    {"\"isvprodid\":2", "\"isvprodid\":3"},
                    {"\"pcesvn\":13", "\"pcesvn\":12"},
                    {"OutOfDate", "UpToDate"}
                }) {
            Files.writeString(collateral.resolve("all.json"), text.replace(edit[0], edit[1]));
            assertThat(verify(PLATFORM.quote().evidence())).isRefusedAs("dcap-collateral-invalid");
        }
    }

    /// A tag that a parser passes over is signed all the same.
    @Test
    void isRefusedWithAListThatMerelyReadsAsIfItWereSigned() throws Exception {
        String extensions = "a02f302d";
        String text = VENDOR.collateral();
        assertThat(text).contains(extensions);
        write(text.replaceFirst(extensions, "a12f302d"));
        assertThat(verify(PLATFORM.quote().evidence()))
                .isInstanceOf(VerificationResult.Refused.class);
    }

    @Test
    void isRefusedWhenAnythingOfItsChainIsRevoked() throws Exception {
        write(
                VENDOR.collateral(
                        i -> i, q -> q, List.of(VENDOR.platformCaCertificate()), List.of()));
        assertThat(verify(PLATFORM.quote().evidence())).isRefusedAs("dcap-revoked");
        write(VENDOR.collateral(i -> i, q -> q, List.of(VENDOR.tcbSigner()), List.of()));
        assertThat(verify(PLATFORM.quote().evidence())).isRefusedAs("dcap-revoked");
        var pck = CRYPTO.certificate(Pem.content(PLATFORM.chainPem()));
        write(VENDOR.collateral(i -> i, q -> q, List.of(), List.of(pck)));
        assertThat(verify(PLATFORM.quote().evidence())).isRefusedAs("dcap-revoked");
    }

    @Test
    void isRefusedWhenTheEnclaveVouchesForAnotherKeyOrIsNotIntels() {
        assertThat(verify(PLATFORM.quote().attestedKey(new byte[64]).evidence()))
                .isRefusedAs("dcap-attestation-key-mismatch");
        assertThat(verify(PLATFORM.quote().qe(4, 0xDD).evidence())).isRefusedAs("dcap-qe-mismatch");
        assertThat(verify(PLATFORM.quote().qe(1, 0xDC).evidence()))
                .isRefusedAs("dcap-tcb-unsupported");
    }

    @Test
    void isRefusedWithAModuleThatIsNotIntels() {
        byte[] signer = new byte[48];
        signer[0] = 1;
        assertThat(verify(PLATFORM.quote().put(64, signer).evidence()))
                .isRefusedAs("dcap-module-mismatch");
        assertThat(verify(PLATFORM.quote().put(112, new byte[] {1}).evidence()))
                .isRefusedAs("dcap-module-mismatch");
        assertThat(verify(PLATFORM.quote().teeSvn(9, 7).evidence()))
                .isRefusedAs("dcap-module-unknown");
        assertThat(verify(PLATFORM.quote().teeSvn(1, 1).evidence()))
                .isRefusedAs("dcap-tcb-unsupported");
        assertThat(verify(PLATFORM.quote().teeSvn(2, 0).evidence()))
                .isRefusedAs("dcap-tcb-unsupported");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version",
                "tcbType",
                "id",
                "fmspc",
                "pceId",
                "tcbLevels",
                "tdxModule",
                "nextUpdate"
            })
    void isRefusedWithTcbInfoOfAnotherKind(String member) throws Exception {
        for (UnaryOperator<ObjectNode> change :
                List.<UnaryOperator<ObjectNode>>of(
                        info -> info.put(member, 99),
                        info -> info.put(member, "SGX"),
                        info -> info.without(member))) {
            write(VENDOR.collateral(change, qe -> qe, List.of(), List.of()));
            assertThat(verify(PLATFORM.quote().evidence()))
                    .isInstanceOf(VerificationResult.Refused.class);
        }
    }

    @Test
    void isRefusedWhenItsTcbIsRevoked() throws Exception {
        write(
                VENDOR.collateral(
                        info -> {
                            ((ObjectNode) info.at("/tcbLevels/0")).put("tcbStatus", "Revoked");
                            return info;
                        },
                        qe -> qe,
                        List.of(),
                        List.of()));
        assertThat(verify(PLATFORM.quote().evidence())).isRefusedAs("dcap-tcb-revoked");
    }

    @Test
    void isRefusedWithAnEventLogThatTheRegistersDontConfirm() {
        byte[] log = Vectors.bytes("eventlog/CCEL_data");
        assertThat(verify(PLATFORM.quote().evidence(log))).isRefusedAs("event-log-mismatch");
        assertThat(verify(PLATFORM.quote().evidence(new byte[] {1, 2, 3})))
                .isRefusedAs("event-log-malformed");
    }

    @Test
    void claimsTheEventLogThatTheRegistersConfirm() {
        byte[] log = Vectors.bytes("eventlog/CCEL_data");
        ObjectNode claims =
                assertThat(
                                verify(
                                        PLATFORM.quote()
                                                .rtmr(
                                                        0,
                                                        hex(
                                                                "2dc712306a963eadb894ad47dbaa17df44814151555aee11cbb843becca88950ffd079664902e6f22c66f7c8213543f4"))
                                                .rtmr(
                                                        1,
                                                        hex(
                                                                "0fa3be56af61208bbd179dc7b124988eb929319154663c539d6f46445ecac2fec287075047ff7bd1922829fec28cd3cf"))
                                                .evidence(log)))
                        .isVerified();
        assertThat(claims.get("uefi_event_logs")).hasSize(5);
        assertThat(claims.has("unauthenticated_event_logs")).isFalse();
    }

    @Test
    void isVerifiedWithDigestsFittedToTheirFields() {
        ObjectNode evidence = PLATFORM.quote().reportData(NONCE).mrConfigId(INITDATA).evidence();
        Expectations expected = Expectations.ofReportData(NONCE).withInitDataDigest(INITDATA);
        ObjectNode claims = assertThat(verify(evidence, expected)).isVerified();
        assertThat(claims.get("init_data").textValue())
                .isEqualTo(HexFormat.of().formatHex(INITDATA).substring(0, 96));
        assertThat(claims.get("tcb_status").textValue()).isEqualTo("UpToDate");
        assertThat(claims.get("collateral_expiration_status").textValue()).isEqualTo("0");
        assertThat(claims.get("advisory_ids")).isEmpty();
        assertThat(claims.get("tcb_eval_num").intValue()).isEqualTo(17);
        assertThat(claims.get("root_of_trust").textValue()).isEqualTo("configured");
        assertThat(claims.get("platform_instance_id").textValue())
                .isEqualTo("ffeeddccbbaa99887766554433221100");
        assertThat(claims.get("sgx_type").textValue()).isEqualTo("Scalable");
        assertThat(claims.get("is_smt_enabled").booleanValue()).isFalse();
        assertThat(claims.at("/td_attributes/debug").booleanValue()).isFalse();
    }

    @Test
    void claimsDebugForThePolicyToJudge() {
        ObjectNode claims = assertThat(verify(PLATFORM.quote().debug().evidence())).isVerified();
        assertThat(claims.at("/td_attributes/debug").booleanValue()).isTrue();
    }

    @Test
    void claimsThatCollateralExpired() throws Exception {
        TdxVerifier late = verifierAt(NOW.plusSeconds(30L * 365 * 24 * 3600));
        ObjectNode claims =
                assertThat(late.verify(PLATFORM.quote().evidence(), Expectations.none()))
                        .isVerified();
        assertThat(claims.get("collateral_expiration_status").textValue()).isEqualTo("1");
        TdxVerifier early = verifierAt(NOW.minusSeconds(7L * 24 * 3600));
        claims =
                assertThat(early.verify(PLATFORM.quote().evidence(), Expectations.none()))
                        .isVerified();
        assertThat(claims.get("collateral_expiration_status").textValue()).isEqualTo("1");
    }

    /// Platform status, module SVN at launch and now, and what they add up to.
    @ParameterizedTest
    @CsvSource({
        "UpToDate,4,4,UpToDate,UpToDate",
        "UpToDate,2,2,OutOfDate,OutOfDate",
        "UpToDate,2,4,TDRelaunchAdvised,UpToDate",
        "UpToDate,4,2,UpToDate,OutOfDate",
        "SWHardeningNeeded,4,4,SWHardeningNeeded,SWHardeningNeeded",
        "SWHardeningNeeded,2,2,OutOfDate,OutOfDate",
        "SWHardeningNeeded,2,4,TDRelaunchAdvised,SWHardeningNeeded",
        "ConfigurationNeeded,4,4,ConfigurationNeeded,ConfigurationNeeded",
        "ConfigurationNeeded,2,2,OutOfDateConfigurationNeeded,OutOfDateConfigurationNeeded",
        "ConfigurationNeeded,2,4,TDRelaunchAdvisedConfigurationNeeded,ConfigurationNeeded",
        "ConfigurationAndSWHardeningNeeded,2,2,OutOfDateConfigurationNeeded,OutOfDateConfigurationNeeded",
        "OutOfDate,4,4,OutOfDate,OutOfDate",
        "OutOfDate,2,4,OutOfDate,OutOfDate",
        "OutOfDateConfigurationNeeded,2,2,OutOfDateConfigurationNeeded,OutOfDateConfigurationNeeded"
    })
    void addsUpPlatformAndModule(
            String platform, int launched, int runs, String status, String current)
            throws Exception {
        write(
                VENDOR.collateral(
                        info -> {
                            ((ObjectNode) info.at("/tcbLevels/0")).put("tcbStatus", platform);
                            return info;
                        },
                        qe -> qe,
                        List.of(),
                        List.of()));
        SimulatedTdQuote quote =
                PLATFORM.quote().version(5, true).teeSvn(launched, 1).teeSvn2(runs, 1);
        ObjectNode claims = assertThat(verify(quote.evidence())).isVerified();
        assertThat(claims.get("tcb_status").textValue()).isEqualTo(status);
        assertThat(claims.get("tcb_status_current").textValue()).isEqualTo(current);
    }

    @Test
    void takesTheLevelThatThePlatformReaches() throws Exception {
        write(
                VENDOR.collateral(
                        info -> {
                            ArrayNode levels = (ArrayNode) info.get("tcbLevels");
                            SimulatedIntel.platform(levels, 6, 13, "UpToDate");
                            ((ObjectNode) levels.get(0)).put("tcbStatus", "SWHardeningNeeded");
                            ((ObjectNode) levels.get(0)).putArray("advisoryIDs").add("INTEL-SA-2");
                            return info;
                        },
                        qe -> {
                            ((ObjectNode) qe.at("/tcbLevels/1"))
                                    .putArray("advisoryIDs")
                                    .add("INTEL-SA-1");
                            return qe;
                        },
                        List.of(),
                        List.of()));
        ObjectNode claims =
                assertThat(verify(PLATFORM.quote().qe(3, 0xDC).evidence())).isVerified();
        assertThat(claims.get("tcb_status").textValue()).isEqualTo("OutOfDate");
        assertThat(claims.get("advisory_ids").toString())
                .isEqualTo("[\"INTEL-SA-1\",\"INTEL-SA-2\"]");
    }

    @Test
    void isVerifiedInEveryVersion() {
        for (SimulatedTdQuote quote :
                List.of(
                        PLATFORM.quote(),
                        PLATFORM.quote().version(5, false),
                        PLATFORM.quote().version(5, true))) {
            assertThat(verify(quote.evidence())).isVerified();
        }
        for (int version : new int[] {1, 3, 6}) {
            assertThat(verify(PLATFORM.quote().version(version, false).evidence()))
                    .isInstanceOf(VerificationResult.Refused.class);
        }
    }

    /// The mutation matrix of collateral: every byte of its signed texts, signatures and lists
    /// counts.
    @Test
    void isRefusedWithScatteredDamageToCollateral() throws Exception {
        ObjectNode all = (ObjectNode) new JsonMapper().readTree(VENDOR.collateral());
        ((ObjectNode) all.at("/collaterals/tcbinfos/0")).remove("sgx_tcbinfo");
        ((ObjectNode) all.at("/collaterals")).remove("qeidentity");
        String text = all.toString();
        Random random = new Random(20261122);
        ObjectNode evidence = PLATFORM.quote().evidence();
        int certificates = text.indexOf("\"certificates\"");
        int rootCrl = text.indexOf("\"rootcacrl\"");
        write(text);
        assertThat(verify(evidence)).isVerified();
        for (int refused = 0; refused < 400; ) {
            char[] damaged = text.toCharArray();
            int at = 40 + random.nextInt(damaged.length - 50);
            if (at >= certificates && at < rootCrl) {
                continue; // PEM has room for changes that mean nothing
            }
            damaged[at] = (char) (damaged[at] ^ (1 << random.nextInt(3)));
            write(new String(damaged));
            assertThat(verify(evidence))
                    .as("character %d: %s", at, new String(damaged, at - 20, 30))
                    .isInstanceOf(VerificationResult.Refused.class);
            refused++;
        }
    }

    @Test
    void isTheSamePlatformWhenLoadedAgain() throws Exception {
        Path home = folder.resolve("platform");
        SimulatedTdx.openOrCreate(home, NOW, CRYPTO);
        SimulatedTdx loaded = SimulatedTdx.openOrCreate(home, NOW, CRYPTO);
        TdxVerifier verifier =
                TdxVerifier.create(
                        new IntelConfig(
                                List.of(home.resolve("collateral")),
                                List.of(home.resolve("root.pem"))),
                        CRYPTO,
                        InstantSource.fixed(NOW));
        assertThat(verifier.verify(loaded.quote().evidence(), Expectations.none())).isVerified();
    }

    private void write(String text) throws IOException {
        Files.writeString(collateral.resolve("all.json"), text);
    }

    private VerificationResult verify(JsonNode evidence) {
        return verify(evidence, Expectations.none());
    }

    private VerificationResult verify(JsonNode evidence, Expectations expected) {
        return Simulation.verify(verifierAt(NOW), evidence, expected);
    }

    private TdxVerifier verifierAt(Instant time) {
        try {
            Path root = Files.writeString(folder.resolve("root.pem"), VENDOR.rootPem());
            return TdxVerifier.create(
                    new IntelConfig(List.of(collateral), List.of(root)),
                    CRYPTO,
                    InstantSource.fixed(time));
        } catch (IOException | IntelSetupException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
