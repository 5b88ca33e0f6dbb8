package dev.fiducia.kbs.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.InitdataBindings;
import dev.fiducia.attestation.Tee;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/// Tokens as any trusted issuer may write them: none of them carries a word of our registry.
class CurrentInitdataTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACTIVE = "a1".repeat(32);
    private static final String REVOKED = "bb".repeat(32);

    private final CurrentInitdata current = new CurrentInitdata(registry(), "approved"::equals);

    private static InitdataBindings registry() {
        Map<String, String> documents =
                Map.of(
                        ACTIVE, "{'registered':true,'state':'active'}",
                        REVOKED, "{'registered':false,'state':'revoked'}");
        return (tee, claim) ->
                Optional.ofNullable(documents.get(claim)).map(CurrentInitdataTest::object);
    }

    @Test
    void findsTheDocumentOfTheHardware() {
        CurrentInitdata.Standing standing = standing("cpu0", "'snp':{}", ACTIVE);

        assertThat(standing.tee()).contains(Tee.SNP);
        assertThat(standing.initdata()).isEqualTo(json("{'registered':true,'state':'active'}"));
        assertThat(standing.revoked()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"cpu0,snp", "cpu1,snp", "gpu0,snp", "cpu0,az-snp-vtpm"})
    void noEvidenceMayBeBoundToARevokedDocument(String submodule, String tee) {
        assertThat(standing(submodule, "'" + tee + "':{}", REVOKED).revoked()).isTrue();
    }

    @Test
    void revokedIsRevokedHoweverTheEvidenceIsDressed() {
        assertThat(standing("cpu0", "'sample':{},'snp':{},'tdx':{}", REVOKED).revoked()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'sample':{}", "'sample':{},'snp':{}", "'snp':{},'tdx':{}", "'x':{}"})
    void nothingIsRegisteredWithoutOneKindOfHardware(String tees) {
        CurrentInitdata.Standing standing = standing("cpu0", tees, ACTIVE);

        assertThat(standing.initdata().path("registered").asBoolean()).isFalse();
        assertThat(standing.initdata().path("state").asText()).isIn("unbound", "unproven");
    }

    @Test
    void anotherSubmoduleDoesNotSpeakForTheCpu() {
        assertThat(standing("cpu1", "'snp':{}", ACTIVE).initdata().path("registered").asBoolean())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{'submods':null}",
                "{'submods':[{}]}",
                "{'submods':{'cpu0':null}}",
                "{'submods':{'cpu0':{'ear.veraison.annotated-evidence':[]}}}",
                "{'submods':{'cpu0':{'ear.veraison.annotated-evidence':{'snp':{}}}}}",
                "{'submods':{'cpu0':{'ear.veraison.annotated-evidence':{'snp':{},'init_data':7}}}}"
            })
    void whatIsNotThereIsUnbound(String claims) {
        assertThat(current.of(json(claims)).initdata())
                .isEqualTo(json("{'registered':false,'state':'unbound'}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{'id':'approved'}] | [{'id':'approved'}] | exact",
                "[{'id':'other'}] | [] | none",
                "[{'id':'other'},{'id':'approved'}] | [{'id':'approved'}] | exact",
                "[{}] | [] | none"
            })
    void ofAnUnregisteredDocumentTheApprovedPolicyCounts(String told, String left, String match) {
        String evidence =
                "'snp':{},'initdata':{'registered':true,'policy':{'match':'exact','registered':%s}}"
                        .formatted(told);

        ObjectNode initdata = standing("cpu0", evidence, "cc".repeat(32)).initdata();

        assertThat(initdata.path("registered").asBoolean()).isFalse();
        assertThat(initdata.path("policy").path("registered")).isEqualTo(json(left));
        assertThat(initdata.path("policy").path("match").asText()).isEqualTo(match);
    }

    @Test
    void ofARegisteredDocumentTheTokenSaysNothing() {
        String evidence = "'snp':{},'initdata':{'policy':{'match':'exact','registered':[]}}";

        assertThat(standing("cpu0", evidence, ACTIVE).initdata().has("policy")).isFalse();
    }

    private CurrentInitdata.Standing standing(String submodule, String tees, String initData) {
        return current.of(
                json(
                        "{'submods':{'%s':{'ear.veraison.annotated-evidence':{%s,'init_data':'%s'}}}}"
                                .formatted(submodule, tees, initData)));
    }

    private static ObjectNode object(String text) {
        return (ObjectNode) json(text);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
