package dev.fiducia.initdata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;

class BoundValueTest {

    @ParameterizedTest
    @CsvSource({
        "snp, sha256, 0220ecad854bb499be66673687dc3a13a376b54e6086fffb852ded5b782cf926",
        "snp, sha384, b35157cbf5573522b8e49b3bfc6e20a0c84079410b70affa202c453692409609",
        "tdx, sha256, 0220ecad854bb499be66673687dc3a13a376b54e6086fffb852ded5b782cf92600000000000000000000000000000000",
        "tdx, sha512, dbf6a64e90a23d3d4fac90c7961524bb59dfa5b9a746ec5ff11ae8ae8066d02c33d12e758e2e5730a97dce1f60d41265",
        "az-snp-vtpm, sha256, 0560f821820e80a95fb461afede7f22f1bd7ec132953cc4d84e230740a40c405",
        "az-tdx-vtpm, sha384, 8a332fde9c988845a3fd944d4970475b82a96d23654a5640e82f22d61a19cf49",
        "tpm, sha512, 5e970c69196a8698af8d4ee4900f454e14df1cf8d0dca8fa7f8da327f2ddb9b6",
        "sample, sha256, AiDsrYVLtJm+Zmc2h9w6E6N2tU5ghv/7hS3tW3gs+SY=",
    })
    void aClaimFindsItsDocument(String tee, String algorithm, String claim) {
        InitdataDocument document = SampleDocument.parsed(algorithm);
        BoundValue observed = BoundValue.observed(tee, claim).orElseThrow();

        assertThat(BoundValue.expected(tee, document.digest())).contains(observed);
        assertThat(document.boundValues()).contains(observed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgx", "cca"})
    void fieldsOf64Bytes(String tee) {
        InitdataDocument document = SampleDocument.parsed("sha256");
        String claim = document.digest().hex() + "0".repeat(64);

        assertThat(BoundValue.observed(tee, claim))
                .isEqualTo(BoundValue.expected(tee, document.digest()));
        assertThat(BoundValue.observed(tee, document.digest().hex())).isEmpty();
    }

    @Test
    void upperCaseHexIsTheSameValue() {
        Digest digest = SampleDocument.parsed("sha256").digest();

        assertThat(BoundValue.observed("snp", digest.hex().toUpperCase(Locale.ROOT)))
                .isEqualTo(BoundValue.expected("snp", digest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"se", "csv", "hygondcu", "nvidia", "sampledevice", "", "SNP"})
    void otherTeesBindNothing(String tee) {
        Digest digest = SampleDocument.parsed("sha256").digest();

        assertThat(BoundValue.expected(tee, digest)).isEmpty();
        assertThat(BoundValue.observed(tee, digest.hex())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "snp, ''",
        "snp, 00",
        "snp, zz",
        "tdx, 00",
        "sample, ''",
        "sample, AiDs",
        "sample, **"
    })
    void malformedClaimsAreNoValue(String tee, String claim) {
        assertThat(BoundValue.observed(tee, claim)).isEmpty();
    }

    @Test
    void theSameBytesInAnotherFieldAreAnotherKey() {
        String hex = "ab".repeat(32);

        assertThat(BoundValue.observed("snp", hex).orElseThrow().key())
                .isEqualTo("host-data:" + hex);
        assertThat(BoundValue.observed("tpm", hex).orElseThrow().key()).isEqualTo("pcr08:" + hex);
    }

    @Test
    void allZerosMeanThatNothingWasBound() {
        assertThat(BoundValue.observed("snp", "0".repeat(64)).orElseThrow().isUnset()).isTrue();
        assertThat(BoundValue.observed("tpm", "0".repeat(63) + "1").orElseThrow().isUnset())
                .isFalse();
    }
}
