package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The commands that make documents and take them apart, without any service.
class InitdataToolsTest {
    private static final String URL = "kbs_url=https://kbs.example.com:8080";

    @TempDir private Path folder;

    private Path written(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path rendered(String... more) throws Exception {
        String[] arguments = {"initdata", "render", "-p", URL};
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        Terminal.Run run = Terminal.run(all);
        assertThat(run.errors()).isEmpty();
        return written("initdata.toml", run.output());
    }

    private Path certificate(String name) throws Exception {
        return KeytoolCertificate.in(folder, name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "initdata render",
                "initdata render -p kbs_url=ftp://x",
                "initdata render -p kbs_url=https://x -p nothing=1",
                "initdata render -p kbs_url=https://x -f kbs_ca=none.pem",
            })
    void refusesToRenderWithoutGoodValues(String line) {
        assertThat(Terminal.run(line.split(" ")).exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void rendersTheSameDocumentEveryTime() throws Exception {
        String first = Files.readString(rendered("-p", "workload=shop"));
        assertThat(Files.readString(rendered("-p", "workload=shop"))).isEqualTo(first);
        assertThat(first)
                .startsWith(
                        "algorithm = \"sha256\"\nversion = \"0.1.0\"\n\"workload\" = \"shop\"\n");
    }

    @Test
    void listsWhatATemplateNeeds() throws Exception {
        assertThat(Terminal.run("initdata", "render", "--parameters").output())
                .containsPattern("kbs_url +url +needed")
                .containsPattern("kbs_ca +certificates +optional");
        String template = Terminal.run("initdata", "render", "--show-template").output();
        Path own =
                written(
                        "own.toml",
                        template.replace("default = \"sha256\"", "default = \"sha384\""));
        assertThat(
                        Terminal.run("initdata", "render", "--template", own.toString(), "-p", URL)
                                .output())
                .startsWith("algorithm = \"sha384\"");
    }

    @Test
    void refusesManifestsWithoutInitdata() throws Exception {
        Path pod = written("pod.yaml", "kind: Pod\nmetadata: {name: web}\n");
        assertThat(Terminal.run("initdata", "extract", pod.toString()).exitCode())
                .isEqualTo(ExitCode.FAILED);
        Path broken = written("broken.yaml", "kind: [");
        assertThat(Terminal.run("initdata", "extract", broken.toString()).exitCode())
                .isEqualTo(ExitCode.FAILED);
    }

    @Test
    void extractsFromAManifestWhatWentIntoIt() throws Exception {
        Path document = rendered();
        for (String kind : new String[] {"pod-annotation", "peer-pods-cm"}) {
            Terminal.Run manifest =
                    Terminal.run("initdata", "manifest", document.toString(), "--kind", kind);
            Path yaml = written(kind + ".yaml", manifest.output());
            assertThat(Terminal.run("initdata", "extract", yaml.toString()).output())
                    .contains("sha256:");
            assertThat(
                            Terminal.run("initdata", "extract", yaml.toString(), "--index", "1")
                                    .output())
                    .isEqualTo(Files.readString(document));
        }
    }

    @Test
    void saysOfOldAndUnmeasuredAnnotationsWhatTheyAre() throws Exception {
        String pod =
                """
                kind: Pod
                metadata:
                  name: web
                  annotations:
                    io.katacontainers.config.agent.policy: cGFja2FnZQ==
                    io.katacontainers.config.hypervisor.cc_init_data: not base64
                """;
        Terminal.Run run = Terminal.run("initdata", "extract", written("pod.yaml", pod).toString());
        assertThat(run.output()).contains("nothing measures", "base64");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference_value", "list", "hash-value"})
    void writesReferenceValuesForOtherTrustees(String format) throws Exception {
        Terminal.Run run =
                Terminal.run(
                        "initdata",
                        "manifest",
                        rendered().toString(),
                        "--kind",
                        "rvps-configmap",
                        "--format",
                        format);
        assertThat(run.output()).contains("kind: ConfigMap", "snp_pcr08");
        assertThat(
                        Terminal.run(
                                        "initdata",
                                        "manifest",
                                        rendered().toString(),
                                        "--kind",
                                        "nothing")
                                .exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void replacesACertificateThatExpires() throws Exception {
        Path old = certificate("old");
        Path fresh = certificate("fresh");
        Path document = rendered("-f", "kbs_ca=" + old);
        Terminal.Run before = Terminal.run("initdata", "certificates", document.toString());
        assertThat(before.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(before.output()).contains("CN=old", "EXPIRES", "token_configs.kbs.cert");
        assertThat(
                        Terminal.run(
                                        "initdata",
                                        "certificates",
                                        document.toString(),
                                        "--within",
                                        "5")
                                .exitCode())
                .isEqualTo(ExitCode.OK);

        Matcher fingerprint = Pattern.compile("^[0-9a-f]{64}").matcher(before.output());
        assertThat(fingerprint.find()).isTrue();
        Terminal.Run successor =
                Terminal.run(
                        "initdata",
                        "succeed",
                        document.toString(),
                        "--replace",
                        fingerprint.group(),
                        "--by",
                        fresh.toString());
        assertThat(successor.output())
                .isEqualTo(Files.readString(document).replace(pem(old), pem(fresh)));
        assertThat(
                        Terminal.run(
                                        "initdata",
                                        "succeed",
                                        document.toString(),
                                        "--replace",
                                        "00",
                                        "--by",
                                        fresh.toString())
                                .exitCode())
                .isEqualTo(ExitCode.FAILED);
    }

    private static String pem(Path file) throws Exception {
        try (var in = Files.newInputStream(file)) {
            X509Certificate certificate =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509", "SUN").generateCertificate(in);
            return dev.fiducia.initdata.rotation.PemText.of(java.util.List.of(certificate), "\n");
        }
    }
}
