package dev.fiducia.attestation.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Tee;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/// Judges verified claims by an operator's rules. A claim that is asked for and absent, or of
/// another type, is as bad as a wrong one. Claims are read as numbers and booleans or as the
/// strings that Azure's have.
public final class PlatformTrust {

    private final PlatformRules rules;

    public PlatformTrust(PlatformRules rules) {
        this.rules = rules;
    }

    /// Adds `platform_trust` to the claims: whether the platform is trusted, and what speaks
    /// against it.
    public void judge(Tee tee, ObjectNode claims) {
        Set<String> findings = new TreeSet<>();
        switch (tee) {
            case SNP, AZ_SNP_VTPM -> amd(claims, findings);
            case TDX, AZ_TDX_VTPM, SGX -> intel(claims, findings);
            default -> {
                return; // nothing is asked of others
            }
        }
        ObjectNode trust = claims.putObject("platform_trust");
        trust.put("trusted", findings.isEmpty());
        ArrayNode told = trust.putArray("findings");
        findings.forEach(told::add);
    }

    private void amd(ObjectNode claims, Set<String> findings) {
        String product = claims.path("product").asText("");
        OptionalInt stepping = number(claims.path("cpuid_stepping"));
        if (rules.denied().stream().anyMatch(d -> d.covers(product, stepping))
                || (!rules.denied().isEmpty() && product.isEmpty())) {
            findings.add("product-denied");
        }
        if (!rules.minimums().isEmpty()) {
            minimum(product, claims, findings);
        }
        if (!rules.chipIds().isEmpty() && !isListed(claims.path("chip_id"), rules.chipIds())) {
            findings.add("chip-id-not-allowed");
        }
        if (rules.requireAliasCheck() && !isTrue(claims.path("platform_alias_check_complete"))) {
            findings.add("alias-check-incomplete");
        }
        if (rules.requireCiphertextHiding() && !isTrue(claims.path("platform_ciphertext_hiding"))) {
            findings.add("ciphertext-hiding-off");
        }
    }

    private void minimum(String product, ObjectNode claims, Set<String> findings) {
        Optional<MinimumTcb> minimum = Optional.ofNullable(rules.minimums().get(product));
        if (minimum.isEmpty()) {
            findings.add("tcb-minimum-unknown");
            return;
        }
        for (TcbKind kind : rules.minimumOf()) {
            for (Map.Entry<String, Integer> least : minimum.get().levels().entrySet()) {
                OptionalInt level = number(claims.path(kind.claim(least.getKey())));
                if (level.isEmpty() || level.getAsInt() < least.getValue()) {
                    findings.add(kind.name().toLowerCase(Locale.ROOT) + "-tcb-below-minimum");
                }
            }
        }
    }

    private void intel(ObjectNode claims, Set<String> findings) {
        if (!rules.ppids().isEmpty()
                && !isListed(claims.path("platform_provider_id"), rules.ppids())) {
            findings.add("ppid-not-allowed");
        }
    }

    private static boolean isListed(JsonNode claim, Set<String> listed) {
        return claim.isTextual() && listed.contains(claim.textValue());
    }

    private static boolean isTrue(JsonNode claim) {
        return claim.isBoolean() ? claim.booleanValue() : claim.asText("").equals("true");
    }

    private static OptionalInt number(JsonNode claim) {
        if (claim.isInt()) {
            return OptionalInt.of(claim.intValue());
        }
        return claim.isTextual() && claim.textValue().matches("[0-9]{1,9}")
                ? OptionalInt.of(Integer.parseInt(claim.textValue()))
                : OptionalInt.empty();
    }
}
