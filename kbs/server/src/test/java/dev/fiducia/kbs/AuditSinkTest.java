package dev.fiducia.kbs;

import static dev.fiducia.kbs.TestService.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.kbs.TestCollector.Identity;
import dev.fiducia.kbs.TestCollector.Manner;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// A required sink that does not take the record: no token and no secret leaves, and both do again
/// once it does.
class AuditSinkTest {
    private static final String SECRET = "resource/default/web/key";
    private static final String CONTENT = "eight by";
    private static final String MARK = "ciphertext";

    @TempDir private static Path identities;
    private static Identity collector;
    private static Identity elsewhere;

    @TempDir private Path folder;

    @BeforeAll
    static void identities() throws Exception {
        collector = Identity.create(identities, "collector", "ip:127.0.0.1");
        elsewhere = Identity.create(identities, "elsewhere", "dns:elsewhere.example");
    }

    /// A service, a guest that has its token, and a secret.
    private final class Scene implements AutoCloseable {
        private final TestService service;
        private final TestGuest guest;

        Scene(String audit) throws Exception {
            service = new TestService(folder, "strict", "[audit]\ntimeout_seconds = 2\n" + audit);
            service.policy("true");
            service.guest().post(SECRET, CONTENT);
            guest = service.started(document("web"));
            assertReleases();
        }

        void assertReleases() throws Exception {
            assertThat(guest.open(guest.get(SECRET))).asString().isEqualTo(CONTENT);
        }

        /// A lane tries again at once, then after a while: until it has noticed, ask again.
        void assertReleasesAgain() throws Exception {
            for (int tried = 0; tried < 100; tried++) {
                if (guest.get(SECRET).statusCode() == 200) {
                    assertReleases();
                    return;
                }
                Thread.sleep(100);
            }
            assertReleases();
        }

        void assertWithholds() throws Exception {
            for (int tried = 0; tried < 2; tried++) {
                HttpResponse<String> answer = guest.get(SECRET);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                assertThat(answer.body()).contains("audit-unavailable").doesNotContain(MARK);
                assertThat(answer.body()).contains("/PluginInternalError");
            }
            TestGuest late = service.guest();
            late.auth("snp");
            HttpResponse<String> attested = service.attest(late, document("web"));
            assertThat(attested.statusCode()).isEqualTo(503);
            assertThat(attested.body()).contains("audit-unavailable").doesNotContain("token\"");
            assertThat(late.get(SECRET).statusCode()).isEqualTo(401);
            assertThat(service.guest().post(SECRET, "changed").statusCode()).isEqualTo(503);
            assertThat(
                            service.call("POST", "initdata?name=x", document("x"))
                                    .is(503)
                                    .json()
                                    .path("code")
                                    .asText())
                    .isEqualTo("audit-unavailable");
            // Who gets nothing anyway is told so, whatever the sink does.
            assertThat(service.guest().get(SECRET).statusCode()).isEqualTo(401);
        }

        @Override
        public void close() {
            service.close();
        }
    }

    private static String file(Path path) {
        return "[audit.file]\npath = \"" + path + "\"\n";
    }

    /// What happens to the file of a running service.
    private enum Mishap {
        FOLDER_GONE {
            @Override
            boolean befall(Path file) throws Exception {
                Files.delete(file);
                Files.delete(file.getParent());
                return true;
            }

            @Override
            void pass(Path file) throws Exception {
                Files.createDirectory(file.getParent());
            }
        },
        IN_ITS_PLACE_A_FOLDER {
            @Override
            boolean befall(Path file) throws Exception {
                Files.delete(file);
                Files.createDirectory(file);
                return true;
            }
        },
        IN_ITS_PLACE_A_LINK {
            @Override
            boolean befall(Path file) throws Exception {
                Files.delete(file);
                Files.createSymbolicLink(file, Path.of("/dev/null"));
                return true;
            }
        },
        OPEN_TO_ALL {
            @Override
            boolean befall(Path file) throws Exception {
                Files.delete(file);
                Files.createFile(file);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
                return true;
            }
        },
        DISK_FULL {
            @Override
            boolean befall(Path file) throws Exception {
                Path full = file.resolveSibling("full");
                if (new ProcessBuilder("mknod", full.toString(), "c", "1", "7") // as /dev/full
                                .start()
                                .waitFor()
                        != 0) {
                    return false;
                }
                Files.move(full, file, StandardCopyOption.REPLACE_EXISTING);
                return true;
            }
        };

        /// False where it can't be brought about here.
        abstract boolean befall(Path file) throws Exception;

        void pass(Path file) throws Exception {
            Files.delete(file);
        }
    }

    @Test
    void nothingLeavesWhileTheFileCantBeWritten() throws Exception {
        Path file = Files.createDirectory(folder.resolve("audit")).resolve("audit.jsonl");
        try (Scene scene = new Scene(file(file))) {
            for (Mishap mishap : Mishap.values()) {
                if (mishap.befall(file)) {
                    scene.assertWithholds();
                    mishap.pass(file);
                }
                scene.assertReleasesAgain();
                assertThat(Files.readAllLines(file))
                        .as(mishap.name())
                        .allMatch(line -> line.startsWith("{\"@timestamp\"") && line.endsWith("}"))
                        .anyMatch(line -> line.contains("resource.release"));
            }
        }
    }

    @Test
    void theFileHasEveryEventForItsOwnerAlone() throws Exception {
        Path file = folder.resolve("audit.jsonl");
        try (Scene scene = new Scene(file(file))) {
            Files.move(file, folder.resolve("rotated.jsonl"));
            scene.assertReleases();
        }
        assertThat(Files.readAllLines(folder.resolve("rotated.jsonl")))
                .anyMatch(line -> line.contains("policy.set"))
                .anyMatch(line -> line.contains("resource.write"))
                .anyMatch(line -> line.contains("attestation.accept"))
                .anyMatch(line -> line.contains("resource.release"))
                .noneMatch(line -> line.contains(CONTENT));
        assertThat(Files.readAllLines(file)).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatCantBeHadStopsTheStart() throws Exception {
        Path open = Files.createFile(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), open);
        for (Path bad : List.of(folder.resolve("none/audit.jsonl"), open, link, folder)) {
            assertThatThrownBy(() -> new Scene(file(bad)))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining(bad.toString());
        }
        assertThatThrownBy(() -> new Scene(syslog(6514, folder.resolve("missing.pem"), true, "")))
                .isInstanceOf(StartException.class);
    }

    private static String syslog(int port, Path authority, boolean required, String more) {
        return """
        [audit.syslog]
        host = "127.0.0.1"
        port = %d
        tls_ca = "%s"
        required = %s
        %s
        """
                .formatted(port, authority, required, more);
    }

    /// What was written to the connection arrives when the other side gets to read it.
    private static void assertGets(TestCollector collector, String text) throws Exception {
        for (int tried = 0; tried < 300; tried++) {
            if (collector.messages().stream().anyMatch(message -> message.contains(text))) {
                return;
            }
            Thread.sleep(100);
        }
        assertThat(collector.messages()).anyMatch(message -> message.contains(text));
    }

    /// How a collector fails.
    private enum Failure {
        DOWN,
        SILENT,
        OF_ANOTHER_AUTHORITY,
        WANTS_A_CERTIFICATE,
    }

    @Test
    void nothingLeavesWhileTheCollectorTakesNothing() throws Exception {
        int port = FreePorts.take();
        TestCollector good = new TestCollector(Manner.GOOD, port, collector, elsewhere);
        try (Scene scene = new Scene(syslog(port, collector.pem(), true, ""))) {
            assertGets(good, "resource.release");
            assertThat(good.messages())
                    .allMatch(message -> message.matches("(?s)<1(09|10)>1 .*fiducia.*"));
            for (Failure failure : Failure.values()) {
                good.close();
                TestCollector bad =
                        switch (failure) {
                            case DOWN -> good;
                            case SILENT ->
                                    new TestCollector(Manner.SILENT, port, collector, elsewhere);
                            case OF_ANOTHER_AUTHORITY ->
                                    new TestCollector(Manner.GOOD, port, elsewhere, elsewhere);
                            case WANTS_A_CERTIFICATE ->
                                    new TestCollector(Manner.STRICT, port, collector, elsewhere);
                        };
                scene.assertWithholds();
                assertThat(bad == good ? List.of() : bad.messages()).as(failure.name()).isEmpty();
                bad.close();
                good = new TestCollector(Manner.GOOD, port, collector, elsewhere);
                scene.assertReleasesAgain();
                assertGets(good, "resource.release");
            }
        } finally {
            good.close();
        }
    }

    /// The protocol confirms nothing, so that an answer may leave before a reset is seen. Then the
    /// record comes again.
    @Test
    void whatLeftBeforeAResetIsSentAgain() throws Exception {
        int port = FreePorts.take();
        TestCollector good = new TestCollector(Manner.GOOD, port, collector, elsewhere);
        try (Scene scene = new Scene(syslog(port, collector.pem(), true, ""))) {
            good.close();
            try (TestCollector bad =
                    new TestCollector(Manner.RESETTING, port, collector, elsewhere)) {
                for (int at = 0; at < 5; at++) {
                    int status = scene.guest.get(SECRET).statusCode();
                    assertThat(status).isIn(200, 503);
                }
                assertThat(bad.messages()).isEmpty();
            }
            List<String> released = new ArrayList<>();
            try (TestCollector again = new TestCollector(Manner.GOOD, port, collector, elsewhere)) {
                scene.assertReleasesAgain();
                for (JsonNode event :
                        scene.service
                                .admin("GET", "audit?kind=resource.release", "", 200)
                                .path("items")) {
                    released.add(event.path("id").asText());
                }
                // The first was before all of this.
                for (String id : released.subList(1, released.size())) {
                    assertGets(again, id);
                }
            }
        }
    }

    @Test
    void aCertificateForAnotherNameIsNotBelieved() throws Exception {
        try (TestCollector other = new TestCollector(Manner.GOOD, 0, elsewhere, collector);
                TestService service =
                        new TestService(
                                folder,
                                "strict",
                                "[audit]\ntimeout_seconds = 2\n"
                                        + syslog(other.port(), elsewhere.pem(), true, ""))) {
            assertThat(service.guest().post(SECRET, CONTENT).statusCode()).isEqualTo(503);
            TestGuest guest = service.guest();
            guest.auth("snp");
            assertThat(service.attest(guest, document("web")).statusCode()).isEqualTo(503);
            assertThat(other.messages()).isEmpty();
        }
    }

    @Test
    void aCollectorThatWantsACertificateGetsIt() throws Exception {
        String client =
                "client_certificate = \"%s\"\nclient_key = \"%s\"\n"
                        .formatted(elsewhere.pem(), elsewhere.keyPem());
        try (TestCollector strict = new TestCollector(Manner.STRICT, 0, collector, elsewhere);
                Scene scene = new Scene(syslog(strict.port(), collector.pem(), true, client))) {
            scene.assertReleases();
            assertGets(strict, "resource.release");
        }
    }

    @Test
    void aSinkThatIsNotRequiredHoldsNothingUp() throws Exception {
        int nobody = FreePorts.take();
        try (Scene scene = new Scene(syslog(nobody, collector.pem(), false, "buffer = 2\n"))) {
            for (int at = 0; at < 5; at++) {
                scene.assertReleases();
            }
            assertThat(
                            scene.service
                                    .admin("GET", "audit/verify", "", 200)
                                    .path("intact")
                                    .asBoolean())
                    .isTrue();
        }
    }
}
