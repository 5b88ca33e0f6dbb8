package dev.fiducia.policy.image;

import dev.fiducia.policy.value.RegoValue;

import java.util.List;
import java.util.Set;

/// The documented shape of allowed registries: `imagePolicyConfig` of `master-config.yaml`.
final class RegistryConfig {
    private static final String SECTION = "imagePolicyConfig";
    private static final String RULES = "allowedRegistriesForImport";
    private static final String INTEGRATED = "internalRegistryHostname";

    /// What else an `imagePolicyConfig` may hold: a misspelt name must not mean "no restriction".
    private static final Set<String> KNOWN =
            Set.of(
                    RULES,
                    INTEGRATED,
                    "externalRegistryHostname",
                    "additionalTrustedCA",
                    "disableScheduledImport",
                    "maxImagesBulkImportedPerRepository",
                    "maxScheduledImageImportsPerMinute",
                    "scheduledImageImportMinimumIntervalSeconds");

    private RegistryConfig() {}

    static AllowedRegistries read(String text) throws ImagePolicyException {
        RegoValue document = ConfigText.read(text);
        Fields fields = Fields.of(document, "");
        RegoValue section = fields.value(SECTION);
        for (String name : List.of(SECTION, RULES)) {
            if (fields.has(name, String::equalsIgnoreCase) && !fields.has(name)) {
                throw new ImagePolicyException("", "a field is nearly called " + name);
            }
        }
        if (section != null) {
            if (fields.has(RULES)) {
                throw new ImagePolicyException("", RULES + " beside " + SECTION);
            }
            return section(Fields.of(section, SECTION, KNOWN));
        }
        if (fields.has(RULES)) {
            return section(Fields.of(document, "", KNOWN));
        }
        if ("MasterConfig".equals(fields.string("kind"))) {
            return AllowedRegistries.unrestricted();
        }
        throw new ImagePolicyException(
                "", "neither a MasterConfig nor " + SECTION + " nor " + RULES);
    }

    private static AllowedRegistries section(Fields fields) throws ImagePolicyException {
        if (!fields.has(RULES)) {
            return AllowedRegistries.unrestricted();
        }
        List<RegistryRule> rules = fields.list(RULES, RegistryConfig::rule);
        AllowedRegistries allowed = AllowedRegistries.of(rules);
        String integrated = fields.string(INTEGRATED);
        return integrated == null || integrated.isEmpty()
                ? allowed
                : allowed.withIntegrated(integrated);
    }

    private static RegistryRule rule(RegoValue value, String place) throws ImagePolicyException {
        Fields rule = Fields.of(value, place, Set.of("domainName", "insecure"));
        try {
            return RegistryRule.of(rule.required("domainName"), rule.flag("insecure"));
        } catch (ImagePolicyException e) {
            if (!e.place().isEmpty()) {
                throw e;
            }
            throw new ImagePolicyException(rule.at("domainName"), e.detail(), e);
        }
    }
}
