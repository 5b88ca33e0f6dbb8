package dev.fiducia.attestation.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.SupplementalChallenge;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.VerificationResultAssert;
import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.azure.AzSnpVtpmVerifier;
import dev.fiducia.attestation.azure.AzTdxVtpmVerifier;
import dev.fiducia.attestation.hygon.DcuVerifier;
import dev.fiducia.attestation.intel.IntelConfig;
import dev.fiducia.attestation.intel.SgxVerifier;
import dev.fiducia.attestation.intel.TdxVerifier;
import dev.fiducia.attestation.platform.PlatformRules;
import dev.fiducia.attestation.platform.PlatformTrust;
import dev.fiducia.attestation.sample.SampleVerifier;
import dev.fiducia.attestation.se.SeVerifier;
import dev.fiducia.ha.seal.KeyRing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `docs/claims.md` says of each TEE which claims there are: neither fewer nor more than the
/// verifiers make.
class ClaimsDocumentTest {

    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final byte[] NONCE = new byte[48];
    private static final SimulatedIntel VENDOR =
            SimulatedIntel.create(Simulation.NOW, Simulation.CRYPTO);
    private static final SimulatedTdx PLATFORM = VENDOR.platform();

    /// What a section says: names that always stand there, and those with an "if".
    private record Documented(Set<String> always, Set<String> sometimes) {

        static Documented none() {
            return new Documented(new TreeSet<>(), new TreeSet<>());
        }
    }

    @Test
    void namesTheClaimsOfTheSampleTee() throws Exception {
        JsonNode evidence =
                JsonNodeFactory.instance.objectNode().put("svn", "1").put("report_data", "AA==");
        Verifier verifier = new SampleVerifier();
        check("sample", claims(verifier.verify(evidence, Expectations.none())), Set.of());
    }

    @Test
    void namesTheClaimsOfSnp() throws Exception {
        check("snp", snp(), Set.of());
    }

    @Test
    void namesTheClaimsOfAzureSnp() throws Exception {
        SimulatedAzureSnp machine = SimulatedAzureSnp.boot(Simulation.CHIP, Simulation.CRYPTO);
        AzSnpVtpmVerifier verifier = SimulatedAzureSnpTest.trusting(Simulation.MILAN.rootsPem());
        Set<String> expected = new HashSet<>(snp());
        expected.remove("chip_id");
        expected.addAll(registers());
        check(
                "az-snp-vtpm",
                claims(verifier.verify(machine.evidence(NONCE), Expectations.ofReportData(NONCE))),
                expected);
    }

    @TempDir Path folder;

    @Test
    void namesTheClaimsOfTdx() throws Exception {
        TdxVerifier verifier = TdxVerifier.create(intel(), Simulation.CRYPTO, clock());
        Set<String> claims = new HashSet<>();
        for (SimulatedTdQuote quote :
                List.of(PLATFORM.quote(), PLATFORM.quote().version(5, true))) {
            claims.addAll(claims(verifier.verify(quote.evidence(), Expectations.none())));
        }
        check("tdx", claims, Set.of());
    }

    @Test
    void namesTheClaimsOfAzureTdx() throws Exception {
        AzTdxVtpmVerifier verifier = AzTdxVtpmVerifier.create(intel(), Simulation.CRYPTO, clock());
        JsonNode evidence = SimulatedAzureTdx.boot(PLATFORM, Simulation.CRYPTO).evidence(NONCE);
        check(
                "az-tdx-vtpm",
                claims(verifier.verify(evidence, Expectations.ofReportData(NONCE))),
                registers());
    }

    @Test
    void namesTheClaimsOfSgx() throws Exception {
        SgxVerifier verifier = SgxVerifier.create(intel(), Simulation.CRYPTO, clock());
        JsonNode evidence = PLATFORM.enclaveQuote().evidence();
        check("sgx", claims(verifier.verify(evidence, Expectations.none())), Set.of());
    }

    @Test
    void namesTheClaimsOfTpms() throws Exception {
        SimulatedTpm machine = SimulatedTpm.boot(Simulation.CRYPTO);
        Verifier verifier = SimulatedTpmTest.trusting(machine.publicKeyPem());
        Set<String> registers = new HashSet<>();
        registers().forEach(name -> registers.add(name.replace("tpm.", "")));
        check(
                "tpm",
                claims(verifier.verify(machine.evidence(NONCE), Expectations.ofReportData(NONCE))),
                registers);
    }

    @Test
    void namesTheClaimsOfCca() throws Exception {
        SimulatedCca platform = SimulatedCca.create(Simulation.CRYPTO);
        Verifier verifier = SimulatedCcaTest.trusting(platform.trustAnchors());
        Set<String> claims = new HashSet<>();
        for (SimulatedRealm realm : List.of(platform.realm(), platform.realm().profiled())) {
            JsonNode evidence = realm.challenge(NONCE).evidence();
            claims.addAll(claims(verifier.verify(evidence, Expectations.ofReportData(NONCE))));
        }
        check("cca", claims, Set.of());
    }

    @Test
    void namesTheClaimsOfGpus() throws Exception {
        SimulatedGpu gpu = SimulatedGpu.create(Simulation.NOW, Simulation.CRYPTO);
        Verifier verifier = SimulatedGpuTest.trusting(gpu.rootPem(), Simulation.NOW);
        JsonNode evidence = gpu.report().nonce(NONCE).evidence();
        check(
                "nvidia",
                claims(verifier.verify(evidence, Expectations.ofReportData(NONCE))),
                Set.of());
    }

    @Test
    void namesTheClaimsOfDpus() throws Exception {
        SimulatedDeviceAuthority root = SimulatedGpu.vendor(Simulation.NOW, Simulation.CRYPTO);
        Verifier verifier = SimulatedDpuTest.trusting(root, Simulation.NOW);
        JsonNode evidence = SimulatedDpuTest.dpu(root).evidence(NONCE);
        check(
                "nvidia-dpu",
                claims(verifier.verify(evidence, Expectations.ofReportData(NONCE))),
                Set.of());
    }

    @Test
    void namesTheClaimsOfHygon() throws Exception {
        SimulatedHygon vendor = new SimulatedHygon(Simulation.CRYPTO);
        Verifier verifier = SimulatedHygonTest.csv(vendor, folder);
        Set<String> claims = new HashSet<>();
        for (JsonNode evidence :
                List.of(
                        vendor.evidence(0, vendor.firstReport(NONCE, 9)),
                        vendor.evidence(1, vendor.secondReport(NONCE, new byte[0][])))) {
            claims.addAll(claims(verifier.verify(evidence, Expectations.ofReportData(NONCE))));
        }
        check("csv", claims, Set.of());
        Files.write(folder.resolve("00".repeat(16) + "_hsk_cek.cert"), vendor.chipFile());
        Verifier devices =
                DcuVerifier.create(SimulatedHygonTest.config(vendor, folder), Simulation.CRYPTO);
        JsonNode evidence = SimulatedHygon.dcuEvidence(vendor.dcuReport(new byte[16], NONCE));
        check(
                "hygondcu",
                claims(devices.verify(evidence, Expectations.ofReportData(NONCE))),
                Set.of());
    }

    @Test
    void namesTheClaimsOfSecureExecution() throws Exception {
        SimulatedSe machine = SimulatedSe.openOrCreate(folder, Simulation.NOW, Simulation.CRYPTO);
        SeVerifier verifier =
                SeVerifier.create(
                        SimulatedSe.config(folder),
                        KeyRing.openOrCreate(folder.resolve("ring")),
                        Simulation.CRYPTO,
                        InstantSource.fixed(Simulation.NOW));
        String challenge = ((SupplementalChallenge.Text) verifier.challenge()).text();
        JsonNode evidence = machine.evidence(challenge, NONCE);
        check("se", claims(verifier.verify(evidence, Expectations.none())), Set.of());
    }

    private IntelConfig intel() {
        return SimulatedAzureTdxTest.config(folder, VENDOR);
    }

    private static InstantSource clock() {
        return InstantSource.fixed(Simulation.NOW);
    }

    private static Set<String> registers() {
        Set<String> registers = new HashSet<>();
        for (int i = 0; i < 24; i++) {
            registers.add(String.format(Locale.ROOT, "tpm.pcr%02d", i));
        }
        return registers;
    }

    private static Set<String> snp() throws Exception {
        Set<String> claims = new HashSet<>();
        for (SimulatedReport report :
                new SimulatedReport[] {
                    Simulation.CHIP.report(), Simulation.CHIP.report().version(5)
                }) {
            claims.addAll(
                    claims(
                            Simulation.verify(
                                    Simulation.trusting(Simulation.MILAN.rootsPem()),
                                    report.evidence(),
                                    Expectations.none())));
        }
        return claims;
    }

    /// @param implied names that the section gives by other words
    private static void check(String tee, Set<String> claims, Set<String> implied)
            throws IOException {
        Documented documented = section(tee);
        Set<String> undocumented = new TreeSet<>(claims);
        undocumented.removeAll(documented.always());
        undocumented.removeAll(documented.sometimes());
        undocumented.removeAll(implied);
        assertThat(undocumented).as("claims of %s that docs/claims.md lacks", tee).isEmpty();
        Set<String> invented = new TreeSet<>(documented.always());
        invented.removeAll(claims);
        assertThat(invented).as("claims of %s that are not made", tee).isEmpty();
    }

    /// With what the operator's rules say of the platform, as the service has it.
    private static Set<String> claims(VerificationResult result) {
        Set<String> names = new TreeSet<>();
        ObjectNode claims = VerificationResultAssert.assertThat(result).isVerified();
        if (result instanceof VerificationResult.Verified verified) {
            new PlatformTrust(PlatformRules.none())
                    .judge(verified.claims().getFirst().tee(), claims);
        }
        collect(claims, "", names);
        return names;
    }

    private static void collect(ObjectNode claims, String prefix, Set<String> names) {
        for (Map.Entry<String, JsonNode> claim : claims.properties()) {
            if (claim.getValue() instanceof ObjectNode inner) {
                collect(inner, prefix + claim.getKey() + ".", names);
            } else {
                names.add(prefix + claim.getKey());
            }
        }
    }

    private static Documented section(String tee) throws IOException {
        Documented found = Documented.none();
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("..", "..", "docs", "claims.md"))) {
            if (line.startsWith("## ")) {
                inside = line.equals("## " + tee);
            } else if (inside && line.startsWith("| `")) {
                String[] cells = line.split("\\|", -1);
                Matcher names = NAME.matcher(cells[1]);
                boolean conditional = cells[3].contains("if ");
                while (names.find()) {
                    (conditional ? found.sometimes() : found.always()).add(names.group(1));
                }
            }
        }
        return found;
    }
}
