package dev.fiducia.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Vectors;
import dev.fiducia.attestation.eventlog.EventLog;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Quotes of real machines, from Intel's root down; and collateral of Intel's, as text.
class DcapVectorTest {

    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    private static final DcapVerifier VERIFIER = verifier();

    @ParameterizedTest
    @ValueSource(strings = {"tdx_quote_4.dat", "tdx_quote_5.dat", "occlum_quote.dat"})
    void refusesEveryFlippedBitThatIsSigned(String file) throws Exception {
        byte[] quote = Vectors.bytes(file);
        DcapQuote genuine = DcapQuote.parse(quote);
        int signed = genuine.signedBytes().length;
        for (int bit = 0; bit < signed * Byte.SIZE; bit++) {
            assertThat(isAuthentic(flipped(quote, bit))).as("bit %d", bit).isFalse();
        }
        int signatures = signed + 4;
        int enclave = genuine.kind() == DcapQuote.Kind.TDX ? 6 : 0;
        for (int at = signatures; at < signatures + 128 + enclave + 384 + 64 + 34; at++) {
            assertThat(isAuthentic(flipped(quote, at * 8 + at % 8))).as("byte %d", at).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tdx_quote_4.dat", "tdx_quote_5.dat", "occlum_quote.dat"})
    void refusesEveryTruncation(String file) {
        byte[] quote = Vectors.bytes(file);
        for (int length = 0; length < quote.length; length += 5) {
            assertThat(isAuthentic(Arrays.copyOf(quote, length))).as("length %d", length).isFalse();
        }
    }

    @Test
    void refusesWithoutCollateral() throws Exception {
        DcapQuote quote = DcapQuote.parse(Vectors.bytes("tdx_quote_4.dat"));
        assertThatThrownBy(() -> VERIFIER.verify(quote))
                .hasMessageContaining("dcap-collateral-unavailable");
    }

    @Property(tries = 500)
    void refusesArbitraryBytes(@ForAll @Size(max = 1200) byte[] bytes) {
        assertThatThrownBy(() -> DcapQuote.parse(bytes)).isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "tdx_quote_4.dat,50806F000000,82548d228d94d5e204a95b354dc61a02",
        "az-tdx-vtpm/td-quote.bin,,",
        "tdx_quote_5.dat,,",
        "occlum_quote.dat,,7a3a6941065cd5060bd93d3db2cfc0c8"
    })
    void authenticatesUpToIntelsRoot(String file, String fmspc, String instance) throws Exception {
        PckChain chain = VERIFIER.authenticate(DcapQuote.parse(Vectors.bytes(file)));
        assertThat(chain.anchor().origin()).isEqualTo("intel");
        assertThat(chain.anchor().keyId(CRYPTO))
                .isEqualTo(
                        "46e403bd34f05a3f2817ab9badcaacc7ffc98e0f261008cd30dae936cace18d5"
                                + "dcf58eef31463613de1570d516200993");
        if (fmspc != null) {
            assertThat(chain.platform().fmspc()).isEqualTo(fmspc);
        }
        if (instance != null) {
            ObjectNode claims = new JsonMapper().createObjectNode();
            DcapClaims.instance(claims, chain.platform());
            assertThat(claims.get("platform_instance_id").textValue()).isEqualTo(instance);
        }
    }

    @Test
    void ignoresWhatAzureFillsUpWith() throws Exception {
        byte[] quote = Vectors.bytes("az-tdx-vtpm/td-quote.bin");
        assertThat(isAuthentic(Arrays.copyOf(quote, 4936))).isTrue();
        assertThat(isAuthentic(Arrays.copyOf(quote, 6000))).isTrue();
    }

    @Test
    void claimsWhatTrusteeClaims() throws Exception {
        DcapQuote quote = DcapQuote.parse(Vectors.bytes("tdx_quote_4.dat"));
        ObjectNode claims = TdxClaims.of(quote, VERIFIER.authenticate(quote).platform());
        claims.set("uefi_event_logs", EventLog.parse(Vectors.bytes("CCEL_data")).claims(CRYPTO));
        assertThat(new JsonMapper().readTree(claims.toString()))
                .isEqualTo(Vectors.json("parse_tdx_claims_expected.json"));
    }

    @Test
    void claimsTheSecondTcbOfVersion5() throws Exception {
        DcapQuote quote = DcapQuote.parse(Vectors.bytes("tdx_quote_5.dat"));
        ObjectNode claims = TdxClaims.of(quote, VERIFIER.authenticate(quote).platform());
        assertThat(claims.at("/quote/type").textValue()).isEqualTo("0300");
        assertThat(claims.at("/quote/size").textValue()).isEqualTo("88020000");
        assertThat(claims.at("/quote/body/tcb_svn").textValue()).startsWith("050102");
        assertThat(claims.at("/quote/body/tee_tcb_svn2").textValue()).startsWith("050102");
        assertThat(claims.at("/quote/body/mr_servicetd").textValue()).startsWith("383c87d3");
        assertThat(claims.get("report_data").textValue()).startsWith("6d6ab13b046cff60");
    }

    @Test
    void claimsTheFieldsOfAnEnclave() throws Exception {
        DcapQuote quote = DcapQuote.parse(Vectors.bytes("occlum_quote.dat"));
        ObjectNode claims = SgxClaims.of(quote, VERIFIER.authenticate(quote).platform());
        assertThat(claims.at("/header/version").textValue()).isEqualTo("0300");
        assertThat(claims.at("/header/qe_svn").textValue()).isEqualTo("0800");
        assertThat(claims.at("/header/pce_svn").textValue()).isEqualTo("0d00");
        assertThat(claims.at("/body/mr_enclave").textValue())
                .isEqualTo("8f173e4613ff05c52aaf04162d234edae8c9977eae47eb2299ae16a553011c68");
        assertThat(claims.at("/body/mr_signer").textValue())
                .isEqualTo("83d719e77deaca1470f6baf62a4d774303c899db69020f9c70ee1dfc08c7ce9e");
        assertThat(claims.at("/body/cpu_svn").textValue()).startsWith("06060c0cffff0000");
        assertThat(claims.get("body").has("attributes.flags")).isTrue();
        assertThat(claims.get("report_data").textValue()).startsWith("74657374000000");
        assertThat(claims.get("init_data").textValue()).isEqualTo("0".repeat(128));
    }

    @Test
    void readsIntelsTcbInfo() throws Exception {
        SignedText text = SignedText.parse(Vectors.bytes("tcbInfo.json"), "tcbInfo");
        TcbInfo info = TcbInfo.parse(text.content());
        assertThat(info.kind()).isEqualTo(DcapQuote.Kind.TDX);
        assertThat(info.fmspc()).isEqualTo("00A06D080000");
        assertThat(info.evaluationNumber()).isEqualTo(17);
        assertThat(info.nextUpdate()).isEqualTo(Instant.parse("2025-11-26T13:07:17Z"));
        assertThat(info.moduleIdentities()).extracting("id").containsExactly("TDX_03", "TDX_01");
        assertThat(info.levels()).isNotEmpty();
        String raw = new String(Vectors.bytes("tcbInfo.json"), StandardCharsets.UTF_8);
        String inner = new String(text.text(), StandardCharsets.UTF_8);
        assertThat(raw).startsWith("{\"tcbInfo\":" + inner + ",\"signature\":\"");
        assertThat(text.signature()).hasSize(64);
    }

    @Test
    void readsIntelsQeIdentity() throws Exception {
        SignedText text =
                SignedText.parse(Vectors.bytes("enclaveIdentity.json"), "enclaveIdentity");
        QeIdentity identity = QeIdentity.parse(text.content());
        assertThat(identity.isvProdId()).isEqualTo(2);
        assertThat(identity.levels()).hasSize(1);
        assertThat(HexFormat.of().formatHex(identity.mrSigner())).startsWith("dc9e2a7c");
        DcapQuote quote = DcapQuote.parse(Vectors.bytes("tdx_quote_4.dat"));
        assertThat(identity.matches(quote.signature().qeReport())).isTrue();
        DcapQuote sgx = DcapQuote.parse(Vectors.bytes("occlum_quote.dat"));
        assertThat(identity.matches(sgx.signature().qeReport())).isFalse();
    }

    private static boolean isAuthentic(byte[] bytes) {
        try {
            VERIFIER.authenticate(DcapQuote.parse(bytes));
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    private static DcapVerifier verifier() {
        try {
            return DcapVerifier.create(
                    new IntelConfig(List.of(), List.of()), CRYPTO, InstantSource.system());
        } catch (IntelSetupException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return flipped;
    }
}
