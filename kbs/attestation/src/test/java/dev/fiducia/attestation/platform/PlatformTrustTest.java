package dev.fiducia.attestation.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.VerificationResultAssert;
import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.simulator.Simulation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.StreamSupport;

/// What speaks against a genuine platform.
class PlatformTrustTest {

    private static final PlatformRules NONE = PlatformRules.none();
    private static final MinimumTcb MINIMUM =
            MinimumTcb.parse("Milan:bootloader=4,snp=24,microcode=219").orElseThrow();

    @Test
    void anEmptyClaimsObjectSatisfiesNoRule() {
        PlatformRules all =
                new PlatformRules(
                        Map.of("Milan", MINIMUM),
                        NONE.minimumOf(),
                        DeniedProduct.PRESETS.getOrDefault("milan-2026", List.of()),
                        Set.of("aa"),
                        Set.of("bb"),
                        true,
                        true);
        assertThat(findings(all, Tee.SNP, empty()))
                .containsExactly(
                        "alias-check-incomplete",
                        "chip-id-not-allowed",
                        "ciphertext-hiding-off",
                        "product-denied",
                        "tcb-minimum-unknown");
        assertThat(findings(all, Tee.TDX, empty())).containsExactly("ppid-not-allowed");
        assertThat(findings(NONE, Tee.SNP, empty())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "REPORTED,bootloader",
        "REPORTED,snp",
        "REPORTED,microcode",
        "COMMITTED,bootloader",
        "COMMITTED,snp",
        "COMMITTED,microcode",
        "LAUNCH,bootloader",
        "LAUNCH,snp",
        "LAUNCH,microcode"
    })
    void everyLevelCounts(TcbKind kind, String part) {
        PlatformRules rules = minimum();
        ObjectNode claims = snp();
        assertThat(findings(rules, Tee.SNP, claims)).isEmpty();
        int level = claims.get(kind.claim(part)).intValue();
        for (JsonNode wrong :
                List.of(
                        node(level - 1),
                        JsonNodeFactory.instance.textNode("x"),
                        JsonNodeFactory.instance.nullNode())) {
            claims.set(kind.claim(part), wrong);
            assertThat(findings(rules, Tee.SNP, claims)).hasSize(1);
        }
        claims.remove(kind.claim(part));
        assertThat(findings(rules, Tee.SNP, claims)).hasSize(1);
        claims.put(kind.claim(part), level + 1);
        assertThat(findings(rules, Tee.SNP, claims)).isEmpty();
        claims.put(kind.claim(part), String.valueOf(level));
        assertThat(findings(rules, Tee.AZ_SNP_VTPM, claims)).isEmpty();
    }

    @Test
    void aProductWithoutMinimumIsNotTrustedWhereThereAreAny() {
        ObjectNode genoa = snp().put("product", "Genoa");
        assertThat(findings(minimum(), Tee.SNP, genoa)).containsExactly("tcb-minimum-unknown");
    }

    @Test
    void deniesProductsAndSteppings() {
        ObjectNode claims = snp();
        int stepping = claims.get("cpuid_stepping").intValue();
        assertThat(findings(denying("Milan"), Tee.SNP, claims)).containsExactly("product-denied");
        assertThat(findings(denying("Milan:" + stepping), Tee.SNP, claims)).hasSize(1);
        assertThat(findings(denying("Milan:" + (stepping + 1)), Tee.SNP, claims)).isEmpty();
        assertThat(findings(denying("Genoa"), Tee.SNP, claims)).isEmpty();
        claims.remove("cpuid_stepping");
        assertThat(findings(denying("Milan:9"), Tee.SNP, claims)).hasSize(1);
    }

    @Test
    void thePresetDeniesEveryMilan() {
        assertThat(DeniedProduct.PRESETS.get("milan-2026"))
                .containsExactly(new DeniedProduct("Milan", OptionalInt.empty()));
    }

    @Test
    void allowsListedChipsAndPlatformsOnly() {
        String chip = HexFormat.of().formatHex(Simulation.chipId());
        assertThat(findings(chips(chip), Tee.SNP, snp())).isEmpty();
        assertThat(findings(chips("00"), Tee.SNP, snp())).containsExactly("chip-id-not-allowed");
        ObjectNode hidden = snp().put("chip_id", "0".repeat(128));
        assertThat(findings(chips(chip), Tee.SNP, hidden)).hasSize(1);
        ObjectNode tdx = empty().put("platform_provider_id", "50");
        assertThat(findings(ppids("50"), Tee.TDX, tdx)).isEmpty();
        assertThat(findings(ppids("51"), Tee.SGX, tdx)).containsExactly("ppid-not-allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform_alias_check_complete", "platform_ciphertext_hiding"})
    void asksForSettings(String claim) {
        PlatformRules rules =
                new PlatformRules(
                        Map.of(),
                        NONE.minimumOf(),
                        List.of(),
                        Set.of(),
                        Set.of(),
                        claim.contains("alias"),
                        claim.contains("hiding"));
        assertThat(findings(rules, Tee.SNP, empty().put(claim, false))).hasSize(1);
        assertThat(findings(rules, Tee.SNP, empty().put(claim, "false"))).hasSize(1);
        assertThat(findings(rules, Tee.SNP, empty().put(claim, 1))).hasSize(1);
        assertThat(findings(rules, Tee.SNP, empty().put(claim, true))).isEmpty();
        assertThat(findings(rules, Tee.AZ_SNP_VTPM, empty().put(claim, "true"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Tee.class,
            names = {"SAMPLE", "TPM", "NVIDIA"})
    void saysNothingOfOtherKindsOfEvidence(Tee tee) {
        ObjectNode claims = empty();
        new PlatformTrust(NONE).judge(tee, claims);
        assertThat(claims.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Rome",
                "Milan:",
                "milan:snp=1",
                "Milan:snp",
                "Milan:snp=256",
                "Milan:snp=1,snp=2",
                "Milan:foo=1",
                "Milan:snp=-1",
                "Milan:snp=1,"
            })
    void readsNoOtherMinimum(String text) {
        assertThat(MinimumTcb.parse(text)).isEmpty();
    }

    private static PlatformRules minimum() {
        return new PlatformRules(
                Map.of("Milan", MINIMUM),
                NONE.minimumOf(),
                List.of(),
                Set.of(),
                Set.of(),
                false,
                false);
    }

    private static PlatformRules denying(String denied) {
        return new PlatformRules(
                Map.of(),
                NONE.minimumOf(),
                List.of(DeniedProduct.parse(denied).orElseThrow()),
                Set.of(),
                Set.of(),
                false,
                false);
    }

    private static PlatformRules chips(String id) {
        return new PlatformRules(
                Map.of(), NONE.minimumOf(), List.of(), Set.of(id), Set.of(), false, false);
    }

    private static PlatformRules ppids(String id) {
        return new PlatformRules(
                Map.of(), NONE.minimumOf(), List.of(), Set.of(), Set.of(id), false, false);
    }

    /// Claims of a simulated Milan, by the real verifier.
    private static ObjectNode snp() {
        Verifier verifier =
                PlatformTrustVerifier.all(
                                List.of(Simulation.trusting(Simulation.MILAN.rootsPem())), NONE)
                        .getFirst();
        ObjectNode claims =
                VerificationResultAssert.assertThat(
                                Simulation.verify(
                                        verifier,
                                        Simulation.CHIP.report().evidence(),
                                        Expectations.none()))
                        .isVerified();
        assertThat(claims.at("/platform_trust/trusted").booleanValue()).isTrue();
        // As a policy gets them: read from JSON.
        try {
            return (ObjectNode) new JsonMapper().readTree(claims.toString());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode node(int number) {
        return JsonNodeFactory.instance.numberNode(number);
    }

    private static List<String> findings(PlatformRules rules, Tee tee, ObjectNode claims) {
        ObjectNode copy = claims.deepCopy();
        copy.remove("platform_trust");
        new PlatformTrust(rules).judge(tee, copy);
        JsonNode trust = copy.get("platform_trust");
        List<String> findings =
                StreamSupport.stream(trust.get("findings").spliterator(), false)
                        .map(JsonNode::textValue)
                        .toList();
        assertThat(trust.get("trusted").booleanValue()).isEqualTo(findings.isEmpty());
        return findings;
    }
}
