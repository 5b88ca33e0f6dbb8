package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.kbs.Fiducia;
import dev.fiducia.kbs.config.FiduciaConfig;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The numbers of the worked example, computed by other tools, as the library, the command line and
/// the service each give them: of a file, of standard input, and of an annotation. Source:
/// initdata.md b.5 to b.7.
class NumbersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String TEXT =
            """
            version = "0.1.0"

            [data]
            "aa.toml" = '''
            [token_configs]
            [token_configs.kbs]
            url = "https://kbs.example.com:8080"
            '''

            "cdh.toml" = '''
            socket = "unix:///run/confidential-containers/cdh.sock"
            credentials = []

            [kbc]
            name = "cc_kbc"
            url = "https://kbs.example.com:8080"

            [image]
            image_security_policy_uri = "kbs:///default/security-policy/test"
            '''

            "policy.rego" = '''
            package agent_policy

            default CreateContainerRequest := true
            default ExecProcessRequest := false
            default ReadStreamRequest := false
            default SetPolicyRequest := false
            '''
            """;

    @TempDir private static Path folder;
    private static Fiducia service;
    private static HttpClient http;
    private static final Map<Input, Map<String, Map<String, String>>> ANSWERS = new HashMap<>();

    /// A document, and what it is given as.
    enum Input {
        SHA256,
        SHA384,
        SHA512,
        WITHOUT_FINAL_NEWLINE,
        CARRIAGE_RETURNS,
        COMMENT_BEFORE,
        LINES_SWAPPED,
        DUMMY,
        KATA_GO;

        byte[] document() throws Exception {
            String sha256 = "algorithm = \"sha256\"\n" + TEXT;
            String text =
                    switch (this) {
                        case SHA256 -> sha256;
                        case SHA384 -> "algorithm = \"sha384\"\n" + TEXT;
                        case SHA512 -> "algorithm = \"sha512\"\n" + TEXT;
                        case WITHOUT_FINAL_NEWLINE -> sha256.substring(0, sha256.length() - 1);
                        case CARRIAGE_RETURNS -> sha256.replace("\n", "\r\n");
                        case COMMENT_BEFORE -> "# c\n" + sha256;
                        case LINES_SWAPPED ->
                                "version = \"0.1.0\"\nalgorithm = \"sha256\"\n"
                                        + TEXT.substring(TEXT.indexOf('\n') + 1);
                        case DUMMY ->
                                "algorithm = \"sha256\"\nversion = \"0.1.0\"\n\n[data]\n"
                                        + "\"aa.toml\" = '''\n'''";
                        case KATA_GO ->
                                new String(
                                        InitdataAnnotation.decode(KATA_GO_ANNOTATION).raw(),
                                        StandardCharsets.UTF_8);
                    };
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /// What Kata's Go runtime is tested with.
    private static final String KATA_GO_ANNOTATION =
            "H4sIAFlC92cAAytLLSrOzM9TsFVQMtAz1DNQ4krMSc8vyizJyAWJFWckGpmaKXFFpySWJMZyKSUm6pXk5+YoAeXU1dW5QJhL"
                    + "KTklA4toQX5OZnKlXlFqej6yBABS/5JkcQAAAA==";

    @BeforeAll
    static void start() throws Exception {
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        service =
                Fiducia.start(
                        FiduciaConfig.parse(
                                """
                                [http_server]
                                sockets = ["127.0.0.1:0"]
                                insecure_http = true
                                [admin]
                                authorization_mode = "InsecureAllowAll"
                                [store]
                                path = '%s'
                                """
                                        .formatted(folder.resolve("store")),
                                "test.toml"));
        for (Input input : Input.values()) {
            ANSWERS.put(input, answers(input));
        }
    }

    @AfterAll
    static void stop() {
        http.close();
        service.close();
    }

    @ParameterizedTest
    @CsvSource({
        "SHA256, size, 561",
        "SHA256, digest, 0220ecad854bb499be66673687dc3a13a376b54e6086fffb852ded5b782cf926",
        "SHA256, snp.host_data, 0220ecad854bb499be66673687dc3a13a376b54e6086fffb852ded5b782cf926",
        "SHA256, tdx.mr_config_id, 0220ecad854bb499be66673687dc3a13a376b54e6086fffb852ded5b782cf92600000000000000000000000000000000",
        "SHA256, sgx.config_id, 0220ecad854bb499be66673687dc3a13a376b54e6086fffb852ded5b782cf9260000000000000000000000000000000000000000000000000000000000000000",
        "SHA256, cca.personalization_value, 0220ecad854bb499be66673687dc3a13a376b54e6086fffb852ded5b782cf9260000000000000000000000000000000000000000000000000000000000000000",
        "SHA256, vtpm.pcr08.sha256, 0560f821820e80a95fb461afede7f22f1bd7ec132953cc4d84e230740a40c405",
        "SHA256, vtpm.pcr08.sha384, e39cfc04102b2141d2b7e4bd84a47eee1cbd92e0c65874a6ee0f43ef0985b65b640313ca0448950292b65192f9b2833a",
        "SHA256, vtpm.pcr08.sha512, 6927cbfa47105e2df476a3c40260d8cc2d95f50a1ea5737d52ed18d0a2fca17cf886242ce0a457bb842a4a770d675833ff7f4b87976c5cb22ee9bf19dd887200",
        "SHA256, qemu.host_data_b64, AiDsrYVLtJm+Zmc2h9w6E6N2tU5ghv/7hS3tW3gs+SY=",
        "SHA256, qemu.mrconfigid_b64, AiDsrYVLtJm+Zmc2h9w6E6N2tU5ghv/7hS3tW3gs+SYAAAAAAAAAAAAAAAAAAAAA",
        "SHA256, sample.init_data, AiDsrYVLtJm+Zmc2h9w6E6N2tU5ghv/7hS3tW3gs+SY=",
        "SHA384, digest, b35157cbf5573522b8e49b3bfc6e20a0c84079410b70affa202c453692409609fdc4ca9ae644dafdbcea29028e773ddd",
        "SHA384, snp.host_data, b35157cbf5573522b8e49b3bfc6e20a0c84079410b70affa202c453692409609",
        "SHA384, tdx.mr_config_id, b35157cbf5573522b8e49b3bfc6e20a0c84079410b70affa202c453692409609fdc4ca9ae644dafdbcea29028e773ddd",
        "SHA384, sgx.config_id, b35157cbf5573522b8e49b3bfc6e20a0c84079410b70affa202c453692409609fdc4ca9ae644dafdbcea29028e773ddd00000000000000000000000000000000",
        "SHA384, vtpm.pcr08.sha256, 8a332fde9c988845a3fd944d4970475b82a96d23654a5640e82f22d61a19cf49",
        "SHA384, vtpm.pcr08.sha384, ec70c1e7906a972a3e6b0529e8af31f3cf72efab08c148ad439881a0f55a9aa4517f857684763c80a4b4b5170357f939",
        "SHA384, vtpm.pcr08.sha512, 9ac5f92179e6219ca6304176c1273afcae0f2251c4b36a1cbdf8b6b6e1dd6848cd64f0ae10926fb08d9f0bd90858b45b36515bd9ae1e7f2b21454351a0fcbd25",
        "SHA384, sample.init_data, s1FXy/VXNSK45Js7/G4goMhAeUELcK/6ICxFNpJAlgn9xMqa5kTa/bzqKQKOdz3d",
        "SHA512, digest, dbf6a64e90a23d3d4fac90c7961524bb59dfa5b9a746ec5ff11ae8ae8066d02c33d12e758e2e5730a97dce1f60d4126574f0b046eff457aa3e3816e6e628109f",
        "SHA512, snp.host_data, dbf6a64e90a23d3d4fac90c7961524bb59dfa5b9a746ec5ff11ae8ae8066d02c",
        "SHA512, tdx.mr_config_id, dbf6a64e90a23d3d4fac90c7961524bb59dfa5b9a746ec5ff11ae8ae8066d02c33d12e758e2e5730a97dce1f60d41265",
        "SHA512, sgx.config_id, dbf6a64e90a23d3d4fac90c7961524bb59dfa5b9a746ec5ff11ae8ae8066d02c33d12e758e2e5730a97dce1f60d4126574f0b046eff457aa3e3816e6e628109f",
        "SHA512, vtpm.pcr08.sha256, 5e970c69196a8698af8d4ee4900f454e14df1cf8d0dca8fa7f8da327f2ddb9b6",
        "SHA512, vtpm.pcr08.sha384, 7a24636f5f41bac72441226fcdfe196349e1f651a8c25472f8b7a8e09b40846b168659de5b78f629c2012b9ddfa9055d",
        "SHA512, vtpm.pcr08.sha512, 56fa6ef5199067aaca497c58c5a309123426176d8872990ac1cc4bbe2090bf36af33b925485c0500bd3d68be0466eb33b9e92a9fadff45f128502235dc9def10",
        "WITHOUT_FINAL_NEWLINE, digest, 7d0214348a87c99d4c93fe6166f8c1ee56cc892687b9ff9a509b82613da7132c",
        "WITHOUT_FINAL_NEWLINE, vtpm.pcr08.sha256, e2fb6be5077e3082b084ae12926d07aca3250729303671402309ca6bb0c440c6",
        "CARRIAGE_RETURNS, digest, 4ab18c353879f5091f4d5719fbcab046af91768a3f22985743fdcbe4c3bbc78e",
        "COMMENT_BEFORE, digest, 725b98d63aef33338fc64fb1a0eecfd6292fb600b8b085d1a7711b5c70ab77a6",
        "LINES_SWAPPED, digest, 1ef794ced6fb3b4ddf10ff0cf3ab7efae8f88d91903f989b84af01aa5882a696",
        "DUMMY, size, 66",
        "DUMMY, digest, adb48cc14fea9403d3d51f3b5f5068fd4d80445a14e94f1b3d5dbabaad66478d",
        "DUMMY, vtpm.pcr08.sha256, 4b58b30becd30d16f7f60d56b32661d921ae0d3310c6a89f5d552f9bfee921a9",
        "KATA_GO, digest, c6694bb7a29d6f37ec72a15582e004b9f3142159682db8509a304407419a49e5",
    })
    void isTheSameEverywhere(Input input, String number, String expected) {
        assertThat(answersOf(input))
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy((_, numbers) -> assertThat(numbers).containsEntry(number, expected));
    }

    /// Also of the numbers that nobody computed elsewhere.
    @ParameterizedTest
    @EnumSource
    void allAgreeOnEveryNumber(Input input) {
        assertThat(new HashSet<>(answersOf(input).values())).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void everyWayGivesTheBytesBack(Input input) throws Exception {
        byte[] document = input.document();
        Path file = Files.write(folder.resolve("bytes.toml"), document);
        String annotation = Terminal.run("initdata", "encode", file.toString()).output();

        assertThat(InitdataAnnotation.decode(annotation.strip()).raw()).isEqualTo(document);
        assertThat(
                        Terminal.fed(
                                        annotation.getBytes(StandardCharsets.UTF_8),
                                        "initdata",
                                        "decode",
                                        "-")
                                .output())
                .isEqualTo(new String(document, StandardCharsets.UTF_8));
        String id = InitdataDocument.parse(document).id();
        assertThat(call("GET", "/" + id + "/raw", "", new byte[0]).body()).isEqualTo(document);
        byte[] served = call("GET", "/" + id + "/annotation", "", new byte[0]).body();
        assertThat(InitdataAnnotation.decode(new String(served, StandardCharsets.US_ASCII)).raw())
                .isEqualTo(document);
    }

    private static Map<String, Map<String, String>> answersOf(Input input) {
        return Objects.requireNonNull(ANSWERS.get(input));
    }

    /// What each of them says, by who says it.
    private static Map<String, Map<String, String>> answers(Input input) throws Exception {
        byte[] document = input.document();
        Path file = Files.write(folder.resolve("document.toml"), document);
        byte[] annotation = InitdataAnnotation.encode(document).getBytes(StandardCharsets.US_ASCII);
        Path annotated = Files.write(folder.resolve("annotation"), annotation);
        Map<String, Map<String, String>> answers = new TreeMap<>();
        answers.put("library", ofLibrary(InitdataDocument.parse(document)));
        answers.put(
                "library, annotation",
                ofLibrary(
                        InitdataDocument.ofAnnotation(
                                new String(annotation, StandardCharsets.US_ASCII))));
        answers.put("command, file", ofCommand(new byte[0], file.toString()));
        answers.put("command, input", ofCommand(document, "-"));
        answers.put("command, annotation", ofCommand(new byte[0], annotated.toString()));
        String terms =
                "?force=true&reason=numbers&name="
                        + input.name().toLowerCase(Locale.ROOT).replace('_', '-');
        answers.put("service, document", ofService("", terms, document));
        answers.put("service, annotation", ofService(":check", terms, annotation));
        return answers;
    }

    private static Map<String, String> ofLibrary(InitdataDocument document) {
        Map<String, String> numbers = new TreeMap<>();
        numbers.put("digest", document.digest().hex());
        numbers.put("size", String.valueOf(document.size()));
        document.platformValues()
                .values()
                .forEach(value -> numbers.put(value.name(), value.value()));
        document.allDigests()
                .forEach((algorithm, digest) ->
                        numbers.put("all." + algorithm.wireName(), digest.hex()));
        return numbers;
    }

    private static Map<String, String> ofCommand(byte[] input, String file) throws Exception {
        Terminal.Run run = Terminal.fed(input, "initdata", "digest", file, "--output", "json");
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.OK);
        return ofJson(JSON.readTree(run.output()));
    }

    private static Map<String, String> ofService(String verb, String query, byte[] body)
            throws Exception {
        HttpResponse<byte[]> answer = call("POST", verb, query, body);
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isIn(List.of(200, 201));
        JsonNode json = JSON.readTree(answer.body());
        return ofJson(json.has("document") ? json.path("document") : json);
    }

    private static Map<String, String> ofJson(JsonNode report) {
        Map<String, String> numbers = new TreeMap<>();
        numbers.put("digest", report.path("digest").asText());
        numbers.put("size", report.path("size").asText());
        for (JsonNode value : report.path("platform_values")) {
            numbers.put(value.path("name").asText(), value.path("value").asText());
        }
        report.path("all_digests")
                .properties()
                .forEach(each -> numbers.put("all." + each.getKey(), each.getValue().asText()));
        return numbers;
    }

    private static HttpResponse<byte[]> call(String method, String path, String query, byte[] body)
            throws Exception {
        URI uri =
                URI.create(
                        "http://127.0.0.1:"
                                + service.ports().getFirst()
                                + "/api/v1/initdata"
                                + path
                                + query);
        return http.send(
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }
}
