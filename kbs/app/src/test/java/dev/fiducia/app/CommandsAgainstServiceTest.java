package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.guest.TeeKey;
import dev.fiducia.guest.TeeKeyAlgorithm;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/// The command line against a real service over TLS, in the order in which an administrator and a
/// pod VM would use it.
@TestMethodOrder(OrderAnnotation.class)
class CommandsAgainstServiceTest {
    private static final String SECRET = "default/quickstart/key";

    @TempDir private static Path folder;
    private static Quickstarted quickstart;
    private static QuickstartFiles files;

    @BeforeAll
    static void start() throws Exception {
        quickstart = Quickstarted.in(folder);
        files = quickstart.files();
    }

    @AfterAll
    static void stop() {
        quickstart.close();
    }

    @Test
    @Order(1)
    void aGuestWithAlteredInitdataIsDenied() {
        Terminal.Run run = guest("--initdata", files.altered().toString(), SECRET);
        assertThat(run.exitCode()).isEqualTo(ExitCode.DENIED);
        assertThat(run.errors()).contains("Access denied by policy");
        assertThat(run.output()).isEmpty();
    }

    @Test
    @Order(2)
    void aGuestWithoutInitdataIsDenied() {
        assertThat(guest(SECRET).exitCode()).isEqualTo(ExitCode.DENIED);
    }

    @Test
    @Order(3)
    void theSampleAttesterIsDenied() {
        Terminal.Run run =
                service(
                        "guest",
                        "get-resource",
                        "--tee",
                        "sample",
                        "--initdata",
                        files.initdata().toString(),
                        SECRET);
        assertThat(run.exitCode()).isEqualTo(ExitCode.DENIED);
    }

    @Test
    @Order(4)
    void theRightGuestGetsTheSecret() {
        Terminal.Run run = guest("--initdata", files.initdata().toString(), SECRET);
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.output()).isEqualTo("the key that opens the volume");
    }

    @Test
    @Order(5)
    void aGuestThatKeepsItsInitdataToItselfGetsTheSecretToo() {
        Terminal.Run run =
                guest("--initdata", files.initdata().toString(), "--no-send-initdata", SECRET);
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    @Order(6)
    void aMissingResourceIsNotADenial() {
        Terminal.Run run = guest("--initdata", files.initdata().toString(), "default/no/such");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    @Order(7)
    void listsAndShowsRegisteredInitdata() {
        assertThat(service("initdata", "list").output()).contains("quickstart").contains("active");
        assertThat(service("initdata", "show", "quickstart").output())
                .contains("digest")
                .contains("snp.host_data");
        assertThat(service("initdata", "show", "unknown").exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    @Order(8)
    void aDryRunRegistersNothing() {
        String altered = files.altered().toString();
        Terminal.Run refused = service("initdata", "add", altered, "--dry-run", "--name", "x");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.errors()).contains("POL305");
        Terminal.Run run =
                service(
                        "initdata",
                        "add",
                        altered,
                        "--dry-run",
                        "--name",
                        "x",
                        "--force",
                        "--reason",
                        "to see what happens");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(service("initdata", "list").output()).doesNotContain(" x/1");
    }

    @Test
    @Order(8)
    void theServiceIsAskedBeforehand() {
        Terminal.Run refused = service("initdata", "check", files.altered().toString());
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.output()).contains("POL305").contains("refused");
        Terminal.Run known =
                service("initdata", "check", files.initdata().toString(), "--profile", "dev");
        assertThat(known.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(known.output()).contains("unchanged");
    }

    @Test
    @Order(8)
    void valuesAreTracedToRegisteredDocuments() {
        Terminal.Run unknown = service("initdata", "lookup", "ab".repeat(32));
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.FAILED);
        String digest =
                service("initdata", "list", "--state", "active").output().split("  ", -1)[0];
        Terminal.Run run = service("initdata", "lookup", "--field", "host-data", digest);
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.output()).contains("quickstart/1, active");
        assertThat(service("initdata", "get", "raw", "quickstart/1").output())
                .isEqualTo(Input.text(files.initdata()));
        assertThat(service("initdata", "get", "raw", "quickstart/2").exitCode())
                .isEqualTo(ExitCode.FAILED);
    }

    @Test
    @Order(8)
    void documentsAreCompared() {
        Terminal.Run run =
                Terminal.run(
                        "initdata",
                        "diff",
                        files.initdata().toString(),
                        files.altered().toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.output()).contains("ExecProcessRequest: closed → open");
        String same = files.initdata().toString();
        assertThat(Terminal.run("initdata", "diff", same, same).exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    @Order(9)
    void referenceValuesAreAddedShownAndListed() {
        assertThat(service("reference-value", "add", "example", "3", "4", "--json").exitCode())
                .isEqualTo(ExitCode.OK);
        assertThat(service("reference-value", "get", "example").output()).isEqualTo("[3,4]\n");
        assertThat(service("reference-value", "list").output())
                .contains("snp_launch_measurement")
                .contains("example");
        assertThat(service("reference-value", "get", "none").exitCode()).isNotEqualTo(ExitCode.OK);
    }

    @Test
    @Order(9)
    void referenceValuesAreImportedFromWhatTrusteeReads() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.json"), "{}");
        assertThat(service("reference-value", "import", bad.toString()).exitCode())
                .isEqualTo(ExitCode.FAILED);
        Path list =
                Files.writeString(
                        folder.resolve("list.json"),
                        "[{\"name\": \"imported\", \"value\": [\"v\"]}]");
        // A class "ACME", a measurement without a key, a digest.
        byte[] corim =
                HexFormat.of()
                        .parseHex(
                                "d901f5a10181d901fa581aa104a1008182a100a1016441434d4581a101a102818201420102");
        Path manifest = Files.write(folder.resolve("acme.corim"), corim);
        assertThat(
                        service("reference-value", "import", "--type", "swid", manifest.toString())
                                .exitCode())
                .isNotEqualTo(ExitCode.OK);
        assertThat(
                        service("reference-value", "import", "--type", "corim", manifest.toString())
                                .output())
                .contains("registered the values of");
        assertThat(service("reference-value", "get", "ACME/digests").output()).contains("0102");
        assertThat(service("reference-value", "import", list.toString()).output())
                .isEqualTo("registered imported\n");
        assertThat(service("reference-value", "export", "--format", "list").output())
                .contains("reference-values.json", "imported");
    }

    @Test
    @Order(9)
    void computedValuesAreRegistered() throws Exception {
        String before = service("reference-value", "get", "snp_launch_measurement").output();
        Path firmware = Files.write(folder.resolve("OVMF.fd"), LaunchArtefacts.firmware());
        Terminal.Run run =
                service(
                        "reference-value",
                        "compute",
                        "tdx",
                        "--firmware",
                        firmware.toString(),
                        "--register");
        assertThat(run.output()).contains("mr_td: the firmware").endsWith("registered mr_td\n");
        String value = run.output().lines().skip(1).findFirst().orElseThrow().strip();
        assertThat(service("reference-value", "get", "mr_td").output())
                .isEqualTo("[\"" + value + "\"]\n");
        assertThat(service("reference-value", "get", "snp_launch_measurement").output())
                .isEqualTo(before);
    }

    @Test
    @Order(10)
    void aPolicyThatDoesNotCompileIsRefused() throws Exception {
        Path broken =
                Files.writeString(folder.resolve("broken.rego"), "package policy\nallow if {");
        Terminal.Run run = service("policy", "set", "resource-policy", broken.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.DENIED);
        assertThat(service("policy", "get", "resource-policy").output()).contains("package policy");
    }

    @Test
    @Order(11)
    void aStoredPolicyIsInForceAtOnceAndCanBeReadBack() throws Exception {
        String before = service("policy", "get", "resource-policy").output();
        String denyAll = "package policy\n\ndefault allow := false\n";
        Path file = Files.writeString(folder.resolve("deny.rego"), denyAll);
        assertThat(service("policy", "set", "resource-policy", file.toString()).exitCode())
                .isEqualTo(ExitCode.OK);
        assertThat(service("policy", "get", "resource-policy").output()).isEqualTo(denyAll);
        assertThat(guest("--initdata", files.initdata().toString(), SECRET).exitCode())
                .isEqualTo(ExitCode.DENIED);
        Path restored = Files.writeString(folder.resolve("before.rego"), before);
        service("policy", "set", "resource-policy", restored.toString());
        assertThat(guest("--initdata", files.initdata().toString(), SECRET).exitCode())
                .isEqualTo(ExitCode.OK);
    }

    @Test
    @Order(11)
    void aGrantKeepsOthersOutUntilItIsForgotten() {
        String initdata = files.initdata().toString();
        Terminal.Run granted = service("initdata", "grant", "quickstart", "default/quickstart/*");
        assertThat(granted.output()).contains("live").contains("default/quickstart/*");
        String id = granted.output().substring(0, 16);
        assertThat(guest("--initdata", initdata, SECRET).exitCode()).isEqualTo(ExitCode.OK);
        assertThat(service("initdata", "grants", "--resource", SECRET).output()).contains(id);
        assertThat(service("initdata", "grants", "nobody").output()).isEmpty();

        service("initdata", "revoke-grant", id, "--reason", "moved");
        assertThat(guest("--initdata", initdata, SECRET).exitCode()).isEqualTo(ExitCode.DENIED);
        assertThat(service("initdata", "grants", "quickstart").output()).contains("revoked");
        service("initdata", "revoke-grant", id, "--forget");
        assertThat(guest("--initdata", initdata, SECRET).exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    @Order(11)
    void agentPoliciesAreAddedApprovedCheckedAndTried() throws Exception {
        Path policy =
                Files.writeString(
                        folder.resolve("agent.rego"),
                        "package agent_policy\n\ndefault ExecProcessRequest := false\n");
        assertThat(service("agent-policy", "add", "web", policy.toString()).output())
                .contains("draft")
                .contains("web@1");
        assertThat(service("agent-policy", "check", policy.toString()).exitCode())
                .isEqualTo(ExitCode.FAILED);
        assertThat(service("agent-policy", "approve", "web@1").output()).contains("approved");
        Terminal.Run checked = service("agent-policy", "check", policy.toString());
        assertThat(checked.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(checked.output()).contains("exact").contains("closed");
        Terminal.Run tried =
                service("agent-policy", "evaluate", "ExecProcessRequest", "--policy", "web");
        assertThat(tried.exitCode()).isEqualTo(ExitCode.DENIED);
        assertThat(tried.output()).contains("ExecProcessRequest is denied");
        assertThat(service("agent-policy", "revoke", "web", "--reason", "old").output())
                .contains("revoked");
        assertThat(service("agent-policy", "list").output()).contains("revoked").contains("web@1");
    }

    @Test
    @Order(12)
    void aTokenOfOneProcessServesAnother() throws Exception {
        CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
        Path key =
                Files.writeString(
                        folder.resolve("tee.pem"),
                        TeeKey.generate(TeeKeyAlgorithm.ECDH_P256, crypto).toPem());
        Terminal.Run attested =
                service(
                        "guest",
                        "attest",
                        "--tee",
                        "snp-sim",
                        "--simulator",
                        files.simulator().toString(),
                        "--initdata",
                        files.initdata().toString(),
                        "--tee-key-file",
                        key.toString());
        assertThat(attested.exitCode()).isEqualTo(ExitCode.OK);
        Path token = Files.writeString(folder.resolve("token"), attested.output());
        Terminal.Run run =
                guest(
                        "--attestation-token",
                        token.toString(),
                        "--tee-key-file",
                        key.toString(),
                        SECRET);
        assertThat(run.output()).isEqualTo("the key that opens the volume");
    }

    @Test
    @Order(13)
    void anAttestationTokenIsNoAdminToken() throws Exception {
        Path token = folder.resolve("token");
        Terminal.Run run =
                Terminal.run(
                        "initdata",
                        "list",
                        "--url",
                        quickstart.service().url().toString(),
                        "--cert-file",
                        files.certificate().toString(),
                        "--admin-token-file",
                        token.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.DENIED);
    }

    @Test
    @Order(14)
    void whatStandsBesideDocumentsIsChangedOnTermsToo() {
        String[] grant = {"initdata", "grant", "quickstart", "terms/*/*", "--idempotency-key", "k"};
        String id = service(grant).output().substring(0, 16);
        assertThat(service(grant).output()).startsWith(id);
        assertThat(service("initdata", "revoke-grant", id, "--dry-run").output())
                .startsWith("dry run: revoked");
        assertThat(service("initdata", "revoke-grant", id, "--if-match", "999999").exitCode())
                .isEqualTo(ExitCode.FAILED);
        assertThat(service("initdata", "grants", "quickstart").output()).contains(id + "  live");
        assertThat(service("initdata", "revoke-grant", id, "--forget").exitCode())
                .isEqualTo(ExitCode.OK);
        Terminal.Run policy =
                service("agent-policy", "revoke", "unknown", "--if-match", "1", "--dry-run");
        assertThat(policy.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    @Order(14)
    void labelsAreChanged() {
        assertThat(service("initdata", "label", "quickstart/1", "team=a", "tier=b").output())
                .contains("quickstart/1 has the labels {\"team\":\"a\",\"tier\":\"b\"}");
        assertThat(service("initdata", "list", "--label", "team=a").output())
                .contains("quickstart/1");
        assertThat(service("initdata", "label", "quickstart/1", "a b=c").exitCode())
                .isEqualTo(ExitCode.FAILED);
        assertThat(
                        service("initdata", "label", "quickstart/1", "x=y", "--if-match", "999999")
                                .exitCode())
                .isEqualTo(ExitCode.FAILED);
    }

    @Test
    @Order(14)
    void itIsToldWhoAttested() {
        assertThat(service("initdata", "attestations", "quickstart").output())
                .contains("snp")
                .contains("affirming")
                .contains("quickstart")
                .contains("remembered since");
        assertThat(service("initdata", "attestations").output()).contains("remembered since");
        assertThat(service("initdata", "attestations", "unknown").exitCode())
                .isEqualTo(ExitCode.FAILED);
        assertThat(service("initdata", "revoke", "quickstart", "--dry-run").output())
                .contains("dry run: quickstart/1 is revoked")
                .contains("times lately");
    }

    @Test
    @Order(15)
    void aRevokedInitdataGetsNothingAnyMore() {
        Terminal.Run stale =
                service("initdata", "supersede", "quickstart/1", "--if-match", "999999");
        assertThat(stale.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(service("initdata", "supersede", "quickstart/1", "--grace", "1h").output())
                .contains("quickstart/1 is superseded");
        assertThat(guest("--initdata", files.initdata().toString(), SECRET).exitCode())
                .isEqualTo(ExitCode.OK);
        assertThat(
                        service("initdata", "revoke", "quickstart", "--reason", "a key leaked")
                                .exitCode())
                .isEqualTo(ExitCode.OK);
        assertThat(guest("--initdata", files.initdata().toString(), SECRET).exitCode())
                .isEqualTo(ExitCode.DENIED);
        assertThat(service("initdata", "list").output()).contains("revoked");
    }

    @Test
    @Order(16)
    void theAuditLogTellsOfItAndIsWhole() {
        assertThat(service("audit", "list", "--target", "quickstart").output())
                .contains("initdata.register")
                .contains("initdata.supersede")
                .contains("reason=a key leaked");
        String exported = service("audit", "export", "--form", "ocsf").output();
        assertThat(exported.lines())
                .hasSizeGreaterThan(2)
                .allMatch(line -> line.startsWith("{") && line.contains("\"class_uid\":"));
        Terminal.Run first = service("audit", "export", "--cursor");
        String cursor = first.errors().strip();
        assertThat(service("audit", "export", "--after", cursor).output()).isEmpty();
        Terminal.Run whole = service("audit", "verify");
        assertThat(whole.exitCode()).isEqualTo(ExitCode.OK);
        String head = whole.output().lines().toList().getLast().replace("head ", "");
        assertThat(service("audit", "verify", "--head", head).exitCode()).isEqualTo(ExitCode.OK);
        assertThat(service("audit", "verify", "--head", "1:" + "a".repeat(64)).exitCode())
                .isEqualTo(ExitCode.FAILED);
        assertThat(service("audit", "verify", "--head", "x").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    @Order(16)
    void aDecisionIsShownAndACheckpointExtended() throws Exception {
        String listed = service("audit", "list", "--kind", "resource.release").output();
        assertThat(listed).contains("outcome=released");
        String id = listed.substring(0, listed.indexOf(' '));
        assertThat(service("audit", "show", id).output())
                .contains("resource.release")
                .contains("policy-digest");
        assertThat(service("audit", "show", "unknown").exitCode()).isEqualTo(ExitCode.FAILED);
        Path kept = Files.createTempFile("checkpoint", ".jws");
        Files.writeString(kept, service("audit", "checkpoint").output());
        Terminal.Run verified = service("audit", "verify", "--checkpoint", kept.toString());
        assertThat(verified.exitCode()).as(verified.output()).isEqualTo(ExitCode.OK);
        Files.delete(kept);
    }

    @Test
    @Order(17)
    void oldEventsAreRemovedOnlyIfToldSoTwice() throws Exception {
        String id =
                service("audit", "list", "--kind", "resource.release").output().split(" ", 2)[0];
        Path kept = Files.createTempFile("checkpoint", ".jws");
        Files.writeString(kept, service("audit", "checkpoint").output());
        assertThat(guest("--initdata", files.initdata().toString(), SECRET).exitCode())
                .isNotEqualTo(ExitCode.OK);
        service("audit", "checkpoint");
        String[] prune = {"audit", "prune", "--before", Instant.now().toString()};
        assertThat(service(prune).output()).contains("would be removed");
        assertThat(service("audit", "show", id).exitCode()).isEqualTo(ExitCode.OK);
        String[] really = Arrays.copyOf(prune, prune.length + 1);
        really[prune.length] = "--yes";
        assertThat(service(really).output()).contains("were removed");
        assertThat(service("audit", "show", id).errors()).contains("may have been removed");
        assertThat(service("audit", "verify").output()).startsWith("intact");
        Terminal.Run verified = service("audit", "verify", "--checkpoint", kept.toString());
        assertThat(verified.exitCode()).as(verified.output()).isEqualTo(ExitCode.UNDECIDED);
        assertThat(verified.output()).contains("NOT SHOWN");
        Files.delete(kept);
        assertThat(service("audit", "prune").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    @Order(17)
    void theDoctorLooksAtTheServicesCollateral() {
        Terminal.Run run = service("doctor", "--service", "--output", "json");
        assertThat(run.exitCode()).as(run.output() + run.errors()).isEqualTo(ExitCode.OK);
        assertThat(run.output()).contains("\"collateral\"");
    }

    @Test
    @Order(16)
    void aDeletedResourceIsGone() {
        assertThat(service("resource", "delete", SECRET).exitCode()).isEqualTo(ExitCode.OK);
        assertThat(service("resource", "delete", SECRET).exitCode()).isNotEqualTo(ExitCode.OK);
    }

    private static Terminal.Run guest(String... arguments) {
        return quickstart.guest(arguments);
    }

    private static Terminal.Run service(String... arguments) {
        return quickstart.run(arguments);
    }
}
