package dev.fiducia.initdata;

import static dev.fiducia.initdata.Pcr8.Diagnosis.PLACEHOLDER;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HexFormat;
import java.util.Locale;

class Pcr8Test {

    private static final String DUMMY =
            "algorithm = \"sha256\"\nversion = \"0.1.0\"\n\n[data]\n\"aa.toml\" = '''\n'''";

    @ParameterizedTest
    @CsvSource({
        // What Trustee's own test quote of an Azure vTPM shows.
        "8505e4e25e50a27c5dc8147af88efbece627fbea55291911eff832d9ee127781, bddaccb9c52249e97a31baea61b7d91be8221a16e703d92148d04fb8e9c1dfdd",
        "7d0214348a87c99d4c93fe6166f8c1ee56cc892687b9ff9a509b82613da7132c, e2fb6be5077e3082b084ae12926d07aca3250729303671402309ca6bb0c440c6",
        "adb48cc14fea9403d3d51f3b5f5068fd4d80445a14e94f1b3d5dbabaad66478d, 4b58b30becd30d16f7f60d56b32661d921ae0d3310c6a89f5d552f9bfee921a9",
    })
    void oneExtendOfAKnownDigest(String digest, String pcr8) {
        assertThat(Pcr8.after(Digest.of(HexFormat.of().parseHex(digest)))).isEqualTo(pcr8);
    }

    @Test
    void twoExtends() {
        assertThat(Pcr8.afterTwice(SampleDocument.parsed("sha256").digest()))
                .isEqualTo("453348fc7ef6a53fa329a9edb1480199707b8d06d48c8f8295f8d333bec62387");
    }

    @ParameterizedTest
    @CsvSource({
        "sha256, 0560f821820e80a95fb461afede7f22f1bd7ec132953cc4d84e230740a40c405, MATCHES",
        "sha384, 8a332fde9c988845a3fd944d4970475b82a96d23654a5640e82f22d61a19cf49, MATCHES",
        "sha256, 453348fc7ef6a53fa329a9edb1480199707b8d06d48c8f8295f8d333bec62387, EXTENDED_TWICE",
        "sha256, 0000000000000000000000000000000000000000000000000000000000000000, NOT_EXTENDED",
        "sha256, 4b58b30becd30d16f7f60d56b32661d921ae0d3310c6a89f5d552f9bfee921a9, PLACEHOLDER",
        "sha384, b2cb4a6ce39f71e7f94cdd56a31ba1a5d8a74ffbb36f5427acf4c334c3965592, WRONG_ALGORITHM",
        "sha512, 642df214ee07cc1c83d066f187ad055e373e5d8a94c456ab2f18542a9106f0d4, WRONG_ALGORITHM",
        "sha256, bddaccb9c52249e97a31baea61b7d91be8221a16e703d92148d04fb8e9c1dfdd, UNRELATED",
        "sha256, not hexadecimal, UNRELATED",
    })
    void diagnosis(String algorithm, String observed, Pcr8.Diagnosis diagnosis) {
        InitdataDocument document = SampleDocument.parsed(algorithm);

        assertThat(Pcr8.diagnose(document, observed)).isEqualTo(diagnosis);
        assertThat(Pcr8.diagnose(document, observed.toUpperCase(Locale.ROOT))).isEqualTo(diagnosis);
    }

    @Test
    void thePlaceholderOfTheCloudApiAdaptorIsRecognised() {
        InitdataDocument dummy = SampleDocument.parsed(SampleDocument.utf8(DUMMY));

        assertThat(dummy.size()).isEqualTo(66);
        assertThat(dummy.digest().hex())
                .isEqualTo("adb48cc14fea9403d3d51f3b5f5068fd4d80445a14e94f1b3d5dbabaad66478d");
        assertThat(Pcr8.diagnose(SampleDocument.parsed("sha256"), Pcr8.after(dummy.digest())))
                .isEqualTo(PLACEHOLDER);
    }
}
