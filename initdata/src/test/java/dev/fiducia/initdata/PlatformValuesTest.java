package dev.fiducia.initdata;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Base64;
import java.util.HexFormat;

/// The numbers of the worked example; they were computed by sha*sum and xxd.
class PlatformValuesTest {

    private static final String SHA256 =
            "0220ecad854bb499be66673687dc3a13a376b54e6086fffb852ded5b782cf926";
    private static final String SHA384 =
            "b35157cbf5573522b8e49b3bfc6e20a0c84079410b70affa202c453692409609fdc4ca9ae644dafdbcea29028e773ddd";
    private static final String SHA512 =
            "dbf6a64e90a23d3d4fac90c7961524bb59dfa5b9a746ec5ff11ae8ae8066d02c"
                    + "33d12e758e2e5730a97dce1f60d4126574f0b046eff457aa3e3816e6e628109f";

    @Test
    void theExampleIsTheOneThatTheNumbersBelongTo() {
        InitdataDocument document = SampleDocument.parsed("sha256");

        assertThat(document.size()).isEqualTo(561);
        assertThat(document.id()).isEqualTo("sha256:" + SHA256);
        assertItem(
                document,
                "aa.toml",
                73,
                "65ab90860a1955c49ed3c30fc45a04d2a771fb4cf5c12ff245b4479cec157e4f");
        assertItem(
                document,
                "cdh.toml",
                208,
                "d6afa995fd7aca485f1744e60a9ac009212618264e3f9f5a14ff6db2d36bef84");
        assertItem(
                document,
                "policy.rego",
                166,
                "2a01b10d3524b297a80cbb0d7a543a218379c7f4de1440529c083918e78fc370");
    }

    @ParameterizedTest
    @CsvSource({"sha256," + SHA256, "sha384," + SHA384, "sha512," + SHA512})
    void digestIsThatOfTheNamedAlgorithm(String algorithm, String digest) {
        assertThat(SampleDocument.parsed(algorithm).digest().hex()).isEqualTo(digest);
    }

    @Test
    void digestInBase64() {
        assertThat(SampleDocument.parsed("sha256").digest().base64())
                .isEqualTo("AiDsrYVLtJm+Zmc2h9w6E6N2tU5ghv/7hS3tW3gs+SY=");
        assertThat(SampleDocument.parsed("sha256").digest().base64Url())
                .isEqualTo("AiDsrYVLtJm-Zmc2h9w6E6N2tU5ghv_7hS3tW3gs-SY");
        assertThat(SampleDocument.parsed("sha384").digest().base64())
                .isEqualTo("s1FXy/VXNSK45Js7/G4goMhAeUELcK/6ICxFNpJAlgn9xMqa5kTa/bzqKQKOdz3d");
    }

    @ParameterizedTest
    @CsvSource({
        "sha256, snp.host_data, " + SHA256,
        "sha384, snp.host_data, b35157cbf5573522b8e49b3bfc6e20a0c84079410b70affa202c453692409609",
        "sha512, snp.host_data, dbf6a64e90a23d3d4fac90c7961524bb59dfa5b9a746ec5ff11ae8ae8066d02c",
        "sha256, tdx.mr_config_id, " + SHA256 + "00000000000000000000000000000000",
        "sha384, tdx.mr_config_id, " + SHA384,
        "sha512, tdx.mr_config_id, dbf6a64e90a23d3d4fac90c7961524bb59dfa5b9a746ec5ff11ae8ae8066d02c33d12e758e2e5730a97dce1f60d41265",
        "sha256, sgx.config_id, "
                + SHA256
                + "0000000000000000000000000000000000000000000000000000000000000000",
        "sha384, sgx.config_id, " + SHA384 + "00000000000000000000000000000000",
        "sha512, sgx.config_id, " + SHA512,
        "sha256, cca.personalization_value, "
                + SHA256
                + "0000000000000000000000000000000000000000000000000000000000000000",
        "sha384, cca.personalization_value, " + SHA384 + "00000000000000000000000000000000",
        "sha512, cca.personalization_value, " + SHA512,
        "sha256, vtpm.pcr08.sha256, 0560f821820e80a95fb461afede7f22f1bd7ec132953cc4d84e230740a40c405",
        "sha384, vtpm.pcr08.sha256, 8a332fde9c988845a3fd944d4970475b82a96d23654a5640e82f22d61a19cf49",
        "sha512, vtpm.pcr08.sha256, 5e970c69196a8698af8d4ee4900f454e14df1cf8d0dca8fa7f8da327f2ddb9b6",
        "sha256, vtpm.pcr08.sha384, e39cfc04102b2141d2b7e4bd84a47eee1cbd92e0c65874a6ee0f43ef0985b65b640313ca0448950292b65192f9b2833a",
        "sha384, vtpm.pcr08.sha384, ec70c1e7906a972a3e6b0529e8af31f3cf72efab08c148ad439881a0f55a9aa4517f857684763c80a4b4b5170357f939",
        "sha512, vtpm.pcr08.sha384, 7a24636f5f41bac72441226fcdfe196349e1f651a8c25472f8b7a8e09b40846b168659de5b78f629c2012b9ddfa9055d",
        "sha256, vtpm.pcr08.sha512, 6927cbfa47105e2df476a3c40260d8cc2d95f50a1ea5737d52ed18d0a2fca17cf886242ce0a457bb842a4a770d675833ff7f4b87976c5cb22ee9bf19dd887200",
        "sha384, vtpm.pcr08.sha512, 9ac5f92179e6219ca6304176c1273afcae0f2251c4b36a1cbdf8b6b6e1dd6848cd64f0ae10926fb08d9f0bd90858b45b36515bd9ae1e7f2b21454351a0fcbd25",
        "sha512, vtpm.pcr08.sha512, 56fa6ef5199067aaca497c58c5a309123426176d8872990ac1cc4bbe2090bf36af33b925485c0500bd3d68be0466eb33b9e92a9fadff45f128502235dc9def10",
        "sha256, qemu.host_data_b64, AiDsrYVLtJm+Zmc2h9w6E6N2tU5ghv/7hS3tW3gs+SY=",
        "sha256, qemu.mrconfigid_b64, AiDsrYVLtJm+Zmc2h9w6E6N2tU5ghv/7hS3tW3gs+SYAAAAAAAAAAAAAAAAAAAAA",
        "sha384, qemu.mrconfigid_b64, s1FXy/VXNSK45Js7/G4goMhAeUELcK/6ICxFNpJAlgn9xMqa5kTa/bzqKQKOdz3d",
        "sha256, sample.init_data, AiDsrYVLtJm+Zmc2h9w6E6N2tU5ghv/7hS3tW3gs+SY=",
    })
    void valueOfEachPlatform(String algorithm, String name, String expected) {
        assertThat(value(algorithm, name).value()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256", "sha384", "sha512"})
    void qemuValuesAreTheHardwareFieldsInBase64(String algorithm) {
        assertSameBytes(algorithm, "qemu.host_data_b64", "snp.host_data");
        assertSameBytes(algorithm, "qemu.mrconfigid_b64", "tdx.mr_config_id");
        assertSameBytes(algorithm, "qemu.personalization_b64", "cca.personalization_value");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "sha256, snp.host_data, true, -",
                "sha384, snp.host_data, true, truncated",
                "sha512, snp.host_data, true, truncated",
                "sha256, tdx.mr_config_id, true, padded",
                "sha384, tdx.mr_config_id, true, -",
                "sha512, tdx.mr_config_id, true, truncated",
                "sha256, sgx.config_id, true, padded",
                "sha512, sgx.config_id, true, -",
                "sha256, cca.personalization_value, false, sha512",
                "sha384, cca.personalization_value, false, sha512",
                "sha512, cca.personalization_value, true, -",
                "sha256, vtpm.pcr08.sha256, true, -",
                "sha384, vtpm.pcr08.sha256, true, sha256",
                "sha512, vtpm.pcr08.sha256, true, sha256",
                "sha256, vtpm.pcr08.sha384, false, informative",
                "sha512, vtpm.pcr08.sha512, false, informative",
                "sha256, sample.init_data, true, proves nothing",
            })
    void verdictOfEachPlatform(
            String algorithm, String name, boolean usable, @Nullable String warning) {
        PlatformValue value = value(algorithm, name);

        assertThat(value.usable()).isEqualTo(usable);
        if (warning == null) {
            assertThat(value.warning()).isEmpty();
        } else {
            assertThat(value.warning().orElseThrow()).contains(warning);
        }
    }

    /// The calculators in circulation, and that ours differ from them where they are wrong.
    @Test
    void differsFromTheHashOfTheFileByTheWrongAlgorithm() {
        assertThat(value("sha384", "vtpm.pcr08.sha256").value())
                .isNotEqualTo("b2cb4a6ce39f71e7f94cdd56a31ba1a5d8a74ffbb36f5427acf4c334c3965592");
        assertThat(value("sha512", "vtpm.pcr08.sha256").value())
                .isNotEqualTo("642df214ee07cc1c83d066f187ad055e373e5d8a94c456ab2f18542a9106f0d4");
        InitdataDocument sha256 = SampleDocument.parsed("sha256");
        String alwaysSha384 = InitdataAlgorithm.SHA384.digest(sha256.raw()).hex();
        assertThat(value("sha256", "tdx.mr_config_id").value()).isNotEqualTo(alwaysSha384);
        assertThat(value("sha384", "snp.host_data").value()).isNotEqualTo(SHA384);
    }

    @Test
    void keepsLeadingZeroDigits() {
        assertThat(value("sha256", "snp.host_data").value()).startsWith("02").hasSize(64);
        assertThat(value("sha256", "vtpm.pcr08.sha256").value()).startsWith("05").hasSize(64);
    }

    @Test
    void strippedFinalNewlinesAreAnotherDocument() {
        byte[] two = SampleDocument.utf8(SampleDocument.text("sha256") + "\n");
        assertThat(SampleDocument.parsed(two).digest())
                .isNotEqualTo(SampleDocument.parsed("sha256").digest());
    }

    private static PlatformValue value(String algorithm, String name) {
        return SampleDocument.parsed(algorithm).platformValues().find(name).orElseThrow();
    }

    private static void assertItem(
            InitdataDocument document, String name, int size, String sha256) {
        byte[] item = SampleDocument.utf8(document.data().getOrDefault(name, ""));
        assertThat(item).hasSize(size);
        assertThat(InitdataAlgorithm.SHA256.digest(item).hex()).isEqualTo(sha256);
    }

    private static void assertSameBytes(String algorithm, String base64, String hex) {
        assertThat(Base64.getDecoder().decode(value(algorithm, base64).value()))
                .isEqualTo(HexFormat.of().parseHex(value(algorithm, hex).value()));
    }
}
