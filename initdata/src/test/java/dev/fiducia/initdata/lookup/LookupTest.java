package dev.fiducia.initdata.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.initdata.BoundValue.Field;
import dev.fiducia.initdata.InitdataAlgorithm;
import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// The numbers are those of the worked example, computed by sha256sum and friends.
class LookupTest {

    private static final String DATA =
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

    private static final String D256 =
            "0220ecad854bb499be66673687dc3a13a376b54e6086fffb852ded5b782cf926";
    private static final String D384 =
            "b35157cbf5573522b8e49b3bfc6e20a0c84079410b70affa202c453692409609"
                    + "fdc4ca9ae644dafdbcea29028e773ddd";
    private static final List<KnownDocument> KNOWN =
            List.of(known("256"), known("384"), known("512"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "00000000000000000000000000000000",
                "0220ecad854bb499be66673687dc3a1",
                "zz20ecad854bb499be66673687dc3a13a376b54e6086fffb852ded5b782cf926",
                "0220ecad854bb499be66673687dc3a13a376b54e6086fffb852ded5b782cf927",
                "0220ecad854bb499be66673687dc3a13a376b54e6086fffb852ded5b782cf9261",
                "AiDsrYVLtJm+Zmc2h9w6E6N2tU5ghv/7hS3tW3gs+SZ=",
                "H4sIAAAAAAACA42QT2vDMAzF7",
            })
    void nothingIsClaimedThatWasNotComputed(String value) {
        LookupResult result = explain(value);

        assertThat(result.explanations()).isEmpty();
        assertThat(result.matches()).isEmpty();
    }

    @Test
    void everyFlippedBitIsUnrelated() {
        byte[] digest = HexFormat.of().parseHex(D256);
        for (int bit = 0; bit < 8 * digest.length; bit++) {
            byte[] flipped = digest.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(explain(HexFormat.of().formatHex(flipped)).explanations()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // What was done wrong, what comes of it, to which document.
        "d0000000000000000000000000000000000000000000000000000000000000, ,",
        "b2cb4a6ce39f71e7f94cdd56a31ba1a5d8a74ffbb36f5427acf4c334c3965592, wrong-formula, 384",
        "642df214ee07cc1c83d066f187ad055e373e5d8a94c456ab2f18542a9106f0d4, wrong-formula, 512",
        "453348fc7ef6a53fa329a9edb1480199707b8d06d48c8f8295f8d333bec62387, double-extended, 256",
        "7d0214348a87c99d4c93fe6166f8c1ee56cc892687b9ff9a509b82613da7132c, no-final-newline, 256",
        "e2fb6be5077e3082b084ae12926d07aca3250729303671402309ca6bb0c440c6, no-final-newline, 256",
        "4ab18c353879f5091f4d5719fbcab046af91768a3f22985743fdcbe4c3bbc78e, crlf, 256",
        "e39cfc04102b2141d2b7e4bd84a47eee1cbd92e0c65874a6ee0f43ef0985b65b640313ca0448950292b65192f9b2833a, other-bank, 256",
        "220ecad854bb499be66673687dc3a13a376b54e6086fffb852ded5b782cf926, zeros-stripped, 256",
        "0220ecad854bb499be66673687dc3a13a376b54e, truncated, 256",
        "0560f821820e80a95fb461afede7f22f1bd7ec132953cc4d84e230740a40c4050000, padded, 256",
        "725b98d63aef33338fc64fb1a0eecfd6292fb600b8b085d1a7711b5c70ab77a6, ,",
        "1ef794ced6fb3b4ddf10ff0cf3ab7efae8f88d91903f989b84af01aa5882a696, ,",
    })
    void mistakesAreNamed(String value, String deviation, String document) {
        LookupResult result = explain(value);

        assertThat(result.matches()).isEmpty();
        if (deviation == null) {
            assertThat(result.explanations()).isEmpty();
            return;
        }
        assertThat(result.explanations())
                .isNotEmpty()
                .allSatisfy(found -> {
                    assertThat(found.deviations())
                            .extracting(Deviation::code)
                            .containsExactly(deviation);
                    assertThat(found.document().orElseThrow().id()).isEqualTo(document);
                    assertThat(found.message()).contains(document);
                    assertThat(found.fixes()).hasSize(1);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "0000000000000000000000000000000000000000000000000000000000000000, no-extend",
        "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, no-extend",
        "adb48cc14fea9403d3d51f3b5f5068fd4d80445a14e94f1b3d5dbabaad66478d, caa-dummy",
        "4b58b30becd30d16f7f60d56b32661d921ae0d3310c6a89f5d552f9bfee921a9, caa-dummy",
        "ADB48CC14FEA9403D3D51F3B5F5068FD4D80445A14E94F1B3D5DBABAAD66478D00000000000000000000000000000000, caa-dummy",
    })
    void aGuestWithoutInitdataIsRecognised(String value, String deviation) {
        LookupResult result = explain(value);

        assertThat(result.matches()).isEmpty();
        assertThat(result.explanations().getFirst().deviations())
                .extracting(Deviation::code)
                .containsExactly(deviation);
        assertThat(result.explanations().getFirst().document()).isEmpty();
        assertThat(result.explanations().getFirst().message()).contains("without initdata");
    }

    @ParameterizedTest
    @CsvSource({
        D256 + ", 256, digest",
        "sha256:" + D256 + ", 256, id",
        "0x" + D256 + ", 256, host-data",
        "AiDsrYVLtJm+Zmc2h9w6E6N2tU5ghv/7hS3tW3gs+SY=, 256, digest",
        "AiDsrYVLtJm-Zmc2h9w6E6N2tU5ghv_7hS3tW3gs-SY, 256, digest",
        D256 + "00000000000000000000000000000000, 256, mr-config-id",
        "0560f821820e80a95fb461afede7f22f1bd7ec132953cc4d84e230740a40c405, 256, pcr8",
        D384 + ", 384, digest",
        D384 + ", 384, mr-config-id",
        "b35157cbf5573522b8e49b3bfc6e20a0c84079410b70affa202c453692409609, 384, host-data",
        "8a332fde9c988845a3fd944d4970475b82a96d23654a5640e82f22d61a19cf49, 384, pcr8",
        "5e970c69196a8698af8d4ee4900f454e14df1cf8d0dca8fa7f8da327f2ddb9b6, 512, pcr8",
        "dbf6a64e90a23d3d4fac90c7961524bb59dfa5b9a746ec5ff11ae8ae8066d02c33d12e758e2e5730a97dce1f60d41265, 512, mr-config-id",
    })
    void theRightValuesMatch(String value, String document, String form) {
        assertThat(explain(value).matches())
                .anySatisfy(match -> {
                    assertThat(match.document().orElseThrow().id()).isEqualTo(document);
                    assertThat(match.form().wireName()).isEqualTo(form);
                });
    }

    @Test
    void aFieldTakesOnlyItsOwnValues() {
        LookupResult digest = Lookup.explain(D256, Optional.of(Field.PCR8), KNOWN);

        assertThat(digest.matches()).isEmpty();
        assertThat(digest.explanations())
                .anySatisfy(found ->
                        assertThat(found.deviations()).containsExactly(Deviation.WRONG_FIELD));
        assertThat(Lookup.explain(D256, Optional.of(Field.HOST_DATA), KNOWN).matches()).hasSize(1);
        assertThat(Lookup.explain(D256, Optional.of(Field.SAMPLE), KNOWN).matches()).hasSize(1);
    }

    @Test
    void hexadecimalTextHashedAsSuchIsRecognised() {
        String text = "0".repeat(64) + D256;
        String value =
                InitdataAlgorithm.SHA256.digest(text.getBytes(StandardCharsets.US_ASCII)).hex();

        assertThat(explain(value).explanations())
                .singleElement()
                .satisfies(found ->
                        assertThat(found.deviations()).containsExactly(Deviation.TEXT_HASHED));
    }

    @Test
    void annotationsAreTracedByWhatTheyHold() {
        String annotation = InitdataAnnotation.encode(bytes("256"));
        String crlf =
                InitdataAnnotation.encode(
                        new String(bytes("256"), StandardCharsets.UTF_8)
                                .replace("\n", "\r\n")
                                .getBytes(StandardCharsets.UTF_8));
        String legacy = Base64.getEncoder().encodeToString(bytes("384"));

        assertThat(explain(annotation).matches())
                .singleElement()
                .satisfies(match -> assertThat(match.form()).isEqualTo(Form.DOCUMENT));
        assertThat(explain(legacy).matches()).hasSize(1);
        assertThat(explain(crlf).matches()).isEmpty();
        assertThat(explain(crlf).explanations())
                .singleElement()
                .satisfies(found -> assertThat(found.deviations()).containsExactly(Deviation.CRLF));
        assertThat(explain(annotation.substring(4)).explanations()).isEmpty();
    }

    @Test
    void aMatchIsAlwaysAValueOfTheDocument() {
        Random random = new Random(11);
        Set<String> values = new HashSet<>();
        for (KnownDocument known : KNOWN) {
            known.document().boundValues().stream()
                    .map(bound -> bound.value())
                    .filter(value -> value.matches("[0-9a-f]+"))
                    .forEach(values::add);
            values.add(known.document().digest().hex());
            values.add(known.document().id().substring(7));
        }
        for (int i = 0; i < 2_000; i++) {
            String value = values.stream().skip(random.nextInt(values.size())).findFirst().get();
            char[] changed = value.toCharArray();
            if (random.nextBoolean()) {
                changed[random.nextInt(changed.length)] =
                        "0123456789abcdef".charAt(random.nextInt(16));
            }
            String seen = new String(changed, 0, changed.length - random.nextInt(3));
            boolean known = values.contains(seen);
            assertThat(explain(seen).matches().isEmpty()).as(seen).isEqualTo(!known);
        }
    }

    private static LookupResult explain(String value) {
        return Lookup.explain(value, Optional.empty(), KNOWN);
    }

    private static byte[] bytes(String bits) {
        return ("algorithm = \"sha" + bits + "\"\n" + DATA).getBytes(StandardCharsets.UTF_8);
    }

    private static KnownDocument known(String bits) {
        try {
            return new KnownDocument(bits, InitdataDocument.parse(bytes(bits)));
        } catch (InitdataException e) {
            throw new AssertionError(e);
        }
    }
}
