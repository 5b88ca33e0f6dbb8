package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.fiducia.attestation.collateral.BundleFile;
import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.collateral.HeldDocument;
import dev.fiducia.attestation.intel.CollateralDirectory;
import dev.fiducia.attestation.intel.IntelAuthority;
import dev.fiducia.attestation.simulator.SimulatedIntel;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// What `fiducia doctor` says of pinned collateral: bundles in files, signed and verified as the
/// service does.
class DoctorCollateralTest {
    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);

    @TempDir private static Path home;
    private static Instant now;
    private static SimulatedIntel vendor;
    private static KeyPair operator;
    @TempDir private Path folder;

    @BeforeAll
    static void vendor() throws Exception {
        now = Instant.now();
        vendor = SimulatedIntel.create(now.minus(Duration.ofDays(60)), CRYPTO);
        operator = CRYPTO.generateEc(EcCurve.P256);
        Files.writeString(home.resolve("root.pem"), vendor.rootPem());
        Files.writeString(
                home.resolve("operator.pub"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(operator.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
    }

    @Test
    void failsWherePinnedCollateralEnded() throws Exception {
        bundle(-3);
        Terminal.Run run = doctor("");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        JsonNode report = new ObjectMapper().readTree(run.output());
        assertThat(report.path("collateral")).hasSize(6);
        assertThat(warnings(report))
                .hasSize(6)
                .allMatch(warning -> warning.contains(" ended "))
                .allMatch(warning -> warning.contains("`fiducia collateral import`"))
                .allMatch(warning -> warning.contains("collateral.bundle"));
    }

    /// There, the service may have a newer edition than lies there.
    @Test
    void onlyWarnsWhereTheServiceAsksANetwork() throws Exception {
        bundle(-3);
        Terminal.Run run = doctor("[verifier.intel]\npcs = true\n");
        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(warnings(new ObjectMapper().readTree(run.output())))
                .hasSize(6)
                .allMatch(warning -> warning.contains("`fiducia doctor --service`"));
    }

    @Test
    void warnsBeforePinnedCollateralEnds() throws Exception {
        bundle(6);
        Terminal.Run run = doctor("");
        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(warnings(new ObjectMapper().readTree(run.output())))
                .hasSize(6)
                .allMatch(warning -> warning.contains(" ends in 5 days"));
        assertThat(warnings(new ObjectMapper().readTree(doctor("", "--ahead", "4").output())))
                .isEmpty();
    }

    @Test
    void failsWhereAListOfRevokedCertificatesIsTooOld() throws Exception {
        bundle(20);
        assertThat(doctor("").exitCode()).isZero();
        Terminal.Run run = doctor("[verifier.collateral]\ncrl_max_age_hours = 48\n");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(warnings(new ObjectMapper().readTree(run.output())))
                .hasSize(2)
                .allMatch(warning -> warning.contains("/crl"))
                .allMatch(warning -> warning.contains("is not used any more"));
    }

    @Test
    void failsWhereABundleIsMissingOrLeftOut() throws Exception {
        assertThat(doctor("").exitCode()).isEqualTo(ExitCode.FAILED);
        byte[] bundle = bundle(20);
        bundle[bundle.length / 2] ^= 4;
        Files.write(folder.resolve("collateral.bundle"), bundle);
        Terminal.Run run = doctor("");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.output()).contains("collateral.bundle is left out: ");
    }

    @Test
    void failsWhereNobodyVouchesForWhatIsInABundle() throws Exception {
        bundle(20);
        Terminal.Run run = doctor("[verifier.intel]\nextra_roots = []\n");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.output()).contains("can't be believed");
    }

    @Test
    void saysWhatIsWrongWithAConfiguration() throws Exception {
        Path config = Files.writeString(folder.resolve("bad.toml"), "nonsense = 1");
        Terminal.Run run = Terminal.run("doctor", "--config-file", config.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errors()).contains("unknown key nonsense");
    }

    private static List<String> warnings(JsonNode report) {
        List<String> warnings = new ArrayList<>();
        report.path("warnings").forEach(warning -> warnings.add(warning.asText()));
        warnings.removeIf(warning -> !warning.startsWith("intel/"));
        return warnings;
    }

    /// @param lines of tables that replace those that are usual
    private Terminal.Run doctor(String lines, String... options) throws Exception {
        StringBuilder toml = new StringBuilder();
        toml.append("[verifier.snp]\nkds = false\n");
        toml.append("[verifier.collateral]\n");
        toml.append("bundles = ['%s']\n".formatted(folder.resolve("collateral.bundle")));
        toml.append("bundle_keys = ['%s']\n".formatted(home.resolve("operator.pub")));
        toml.append(without("[verifier.collateral]\n", lines));
        toml.append("[verifier.intel]\n");
        if (!lines.contains("extra_roots")) {
            toml.append("extra_roots = ['%s']\n".formatted(home.resolve("root.pem")));
        }
        if (!lines.contains("pcs")) {
            toml.append("pcs = false\n");
        }
        toml.append(without("[verifier.intel]\n", lines));
        Path config = Files.writeString(folder.resolve("kbs-config.toml"), toml);
        List<String> arguments =
                new ArrayList<>(
                        List.of("doctor", "--output", "json", "--config-file", config.toString()));
        arguments.addAll(List.of(options));
        return Terminal.run(arguments.toArray(String[]::new));
    }

    private static String without(String table, String lines) {
        return lines.startsWith(table) ? lines.substring(table.length()) : "";
    }

    /// A bundle whose documents end so many days from now, a little less.
    private byte[] bundle(int days) throws Exception {
        Path tool = Files.createDirectory(folder.resolve("tool"));
        Instant end = now.plus(Duration.ofDays(days)).minus(Duration.ofMinutes(5));
        Files.writeString(
                tool.resolve("all.json"),
                vendor.collateral(
                        new SimulatedIntel.Edition(9, end.minus(Duration.ofDays(30)), end)));
        List<HeldDocument> held;
        try (CollateralService service =
                CollateralFolders.service(
                        List.of(IntelAuthority.create(List.of(home.resolve("root.pem")), CRYPTO)),
                        List.of(CollateralDirectory.open(tool, CRYPTO)),
                        InstantSource.system())) {
            held = service.all();
        }
        byte[] bundle =
                BundleFile.write(
                        held.stream().map(HeldDocument::document).toList(),
                        1,
                        now,
                        operator.getPrivate(),
                        CRYPTO);
        Files.write(folder.resolve("collateral.bundle"), bundle);
        return bundle;
    }
}
