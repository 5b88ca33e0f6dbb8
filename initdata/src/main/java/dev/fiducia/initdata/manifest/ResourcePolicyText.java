package dev.fiducia.initdata.manifest;

import dev.fiducia.initdata.BoundValue;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.PlatformValue;

import java.util.List;
import java.util.Optional;

/// A resource policy for another Trustee, which knows no registry: everything to affirming guests
/// with this document, nothing to others. Source: initdata.md c.5.
public final class ResourcePolicyText {
    private static final List<String> TEES =
            List.of("snp", "tdx", "sgx", "az-snp-vtpm", "az-tdx-vtpm", "tpm");

    private ResourcePolicyText() {}

    /// Rego, version 1. The value is compared for each kind of hardware by itself: the same bytes
    /// in another field mean another document.
    public static String of(InitdataDocument document) {
        StringBuilder text = new StringBuilder();
        text.append(
                """
                # Releases resources to affirming guests whose initdata has the digest
                # %s.
                package policy

                import rego.v1

                default allow := false

                evidence := input.submods.cpu0["ear.veraison.annotated-evidence"]

                allow if {
                \tdata.plugin == "resource"
                \tcount(input.submods) > 0
                \tevery submod in input.submods {
                \t\tsubmod["ear.status"] == "affirming"
                \t}
                \tbound
                }
                """
                        .formatted(document.digest().hex()));
        for (String tee : TEES) {
            value(document, tee)
                    .ifPresent(value ->
                            text.append(
                                    """

                                    bound if {
                                    \tevidence["%s"]
                                    \tevidence.init_data == "%s"
                                    }
                                    """
                                            .formatted(tee, value)));
        }
        return text.toString();
    }

    /// What evidence of the TEE shows; empty where no guest can show it.
    private static Optional<String> value(InitdataDocument document, String tee) {
        Optional<BoundValue> expected = BoundValue.expected(tee, document.digest());
        boolean isImpossible =
                expected.filter(value -> value.field() == BoundValue.Field.PCR8).isPresent()
                        && document.platformValues()
                                .find("vtpm.pcr08.sha256")
                                .filter(PlatformValue::usable)
                                .isEmpty();
        return isImpossible ? Optional.empty() : expected.map(BoundValue::value);
    }
}
