package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/// What an administrator did in twenty-three steps, from the first document to its end, by commands
/// against a real service over TLS, with simulated SEV-SNP hardware. Source: initdata.md (e).
@TestMethodOrder(OrderAnnotation.class)
class JourneyTest {
    private static final String SECRET = "default/quickstart/key";
    private static final String CONTENT = "the key that opens the volume";

    @TempDir private static Path folder;
    private static Quickstarted quickstart;
    private static Path first;
    private static Path second;

    @BeforeAll
    static void start() throws Exception {
        quickstart = Quickstarted.in(folder);
        first = folder.resolve("shop-1.toml");
        second = folder.resolve("shop-2.toml");
    }

    @AfterAll
    static void stop() {
        quickstart.close();
    }

    private static Terminal.Run run(String... arguments) {
        return quickstart.run(arguments);
    }

    private static String done(String... arguments) {
        Terminal.Run run = run(arguments);
        assertThat(run.exitCode()).as(run.errors() + run.output()).isEqualTo(ExitCode.OK);
        return run.output();
    }

    /// A pod VM that starts with the document, as one does that does not send it along.
    private static Terminal.Run guest(Path document) {
        return quickstart.guest("--initdata", document.toString(), "--no-send-initdata", SECRET);
    }

    private static void assertDenied(Path document) {
        Terminal.Run run = guest(document);
        assertThat(run.exitCode()).isEqualTo(ExitCode.DENIED);
        assertThat(run.output()).isEmpty();
    }

    private static void assertReleased(Path document) {
        Terminal.Run run = guest(document);
        assertThat(run.output()).as(run.errors()).isEqualTo(CONTENT);
    }

    @Test
    @Order(1)
    void aDocumentIsRenderedWithTheServicesCertificate() throws Exception {
        Terminal.Run run =
                Terminal.run(
                        "initdata",
                        "render",
                        "-p",
                        "kbs_url=" + quickstart.service().url(),
                        "-p",
                        "workload=shop",
                        "-p",
                        "image_policy=kbs:///default/security-policy/osc",
                        "-f",
                        "kbs_ca=" + quickstart.files().certificate());
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.OK);
        Files.writeString(first, run.output());
    }

    @Test
    @Order(2)
    void beforeItIsRegisteredItsPodGetsNothing() {
        assertDenied(first);
    }

    @Test
    @Order(3)
    void aDraftReleasesNothingYet() {
        done("initdata", "add", first.toString(), "--name", "shop", "--profile", "dev", "--draft");
        assertDenied(first);
    }

    @Test
    @Order(4)
    void theAnnotatedPodGetsItsSecretOnceTheDocumentIsActive() throws Exception {
        done("initdata", "activate", "shop/1");
        String manifest = Terminal.run("initdata", "manifest", first.toString()).output();
        Path pod = Files.writeString(folder.resolve("pod.yaml"), "kind: Pod\n" + manifest);
        Path inPod = folder.resolve("in-pod.toml");
        Files.writeString(
                inPod,
                Terminal.run("initdata", "extract", pod.toString(), "--index", "1").output());
        assertThat(inPod).hasSameBinaryContentAs(first);
        assertReleased(inPod);
    }

    @Test
    @Order(5)
    void whatThePodShowsIsFoundAgain() {
        String digest = done("initdata", "get", "raw", "shop");
        assertThat(digest).isNotBlank();
        assertThat(done("initdata", "show", "shop")).contains("snp.host_data");
    }

    @Test
    @Order(6)
    void anotherCertificateMakesAnotherDocumentBesideTheFirst() throws Exception {
        Path fresh = KeytoolCertificate.in(folder, "fresh");
        assertThat(done("initdata", "rotate", "shop", "--by", fresh.toString(), "--grace", "1h"))
                .contains("shop/2 is active");
        Files.writeString(second, done("initdata", "get", "raw", "shop/2"));
        assertThat(Files.readString(second)).isNotEqualTo(Files.readString(first));
        assertReleased(second);
        assertReleased(first);
    }

    @Test
    @Order(7)
    void whatIsRevokedGetsNothingFromTheNextRequestOn() {
        done("initdata", "revoke", "shop/1", "--reason", "rotated");
        assertDenied(first);
        assertReleased(second);
        assertThat(run("initdata", "add", first.toString(), "--name", "shop").exitCode())
                .isEqualTo(ExitCode.FAILED);
        done("initdata", "revoke", "shop");
        assertDenied(second);
    }
}
