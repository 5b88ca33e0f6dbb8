package dev.fiducia.kbs.config;

import dev.fiducia.attestation.collateral.CollateralSettings;
import dev.fiducia.attestation.collateral.HttpSettings;
import dev.fiducia.attestation.intel.PcsSource;
import dev.fiducia.kbs.config.ConfigProblem.Code;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `[verifier.collateral]` and what `[verifier.intel]` and Trustee's `dcap_verifier` say of
/// services on the network.
final class CollateralBinding {
    private static final Pattern PREFETCH =
            Pattern.compile("(tdx|sgx):[0-9A-Fa-f]{12}|snp:(Milan|Genoa|Turin)");

    private CollateralBinding() {}

    static CollateralConfig bind(Section collateral) {
        int crlHours = collateral.whole("crl_max_age_hours", 0, 0, 87_600);
        CollateralSettings settings =
                new CollateralSettings(
                        Duration.ofHours(collateral.whole("max_stale_hours", 168, 0, 87_600)),
                        crlHours == 0 ? Optional.empty() : Optional.of(Duration.ofHours(crlHours)),
                        Duration.ofHours(collateral.whole("refresh_ahead_hours", 168, 1, 8_760)),
                        Duration.ofHours(collateral.whole("refresh_hours", 24, 1, 8_760)),
                        Duration.ofSeconds(collateral.whole("negative_seconds", 30, 1, 3_600)),
                        collateral.whole("max_documents", 20_000, 100, 1_000_000));
        HttpSettings http =
                new HttpSettings(
                        Duration.ofSeconds(collateral.whole("connect_timeout_seconds", 5, 1, 60)),
                        Duration.ofSeconds(collateral.whole("timeout_seconds", 10, 1, 30)),
                        collateral.files("tls_roots"));
        List<Path> bundles = collateral.files("bundles");
        List<Path> keys = collateral.files("bundle_keys");
        if (!bundles.isEmpty() && keys.isEmpty()) {
            collateral.problem(
                    Code.MISSING, "bundle_keys", "needed with bundles: whose signature counts");
        }
        List<String> prefetch = collateral.texts("prefetch");
        if (!prefetch.stream().allMatch(text -> PREFETCH.matcher(text).matches())) {
            collateral.problem(
                    Code.BAD_VALUE,
                    "prefetch",
                    "takes tdx:FMSPC, sgx:FMSPC (12 hexadecimal digits), snp:Milan, snp:Genoa or"
                            + " snp:Turin");
            prefetch = List.of();
        }
        return new CollateralConfig(settings, http, bundles, keys, prefetch);
    }

    /// Where Intel's collateral is fetched from, if anywhere.
    static Optional<IntelVerifierConfig.Pcs> pcs(Section intel, Section trustee) {
        boolean isOn = intel.truth("pcs", true);
        Map<String, PcsSource.Update> words = new LinkedHashMap<>();
        words.put("early", PcsSource.Update.EARLY);
        words.put("standard", PcsSource.Update.STANDARD);
        Optional<String> ours = intel.text("pcs_url", '"' + PcsSource.INTEL.toString() + '"');
        Optional<String> theirs = trustee.text("collateral_service");
        trustee.truth("use_secure_cert", true);
        if (ours.isPresent() && theirs.isPresent()) {
            intel.problem(
                    Code.CONFLICT,
                    "pcs_url",
                    "collateral_service of Trustee's verifier_config says where collateral comes"
                            + " from; use one of the two");
        }
        Optional<URI> url =
                theirs.isPresent()
                        ? url(trustee, "collateral_service", theirs.get(), true)
                        : url(intel, "pcs_url", ours.orElse(PcsSource.INTEL.toString()), false);
        PcsSource.Update update =
                intel.choice("tcb_update", words, "\"early\"")
                        .or(() -> trustee.choice("tcb_update_type", words, "\"early\""))
                        .orElse(PcsSource.Update.EARLY);
        // Asked for in any case, so that it is known as a key.
        trustee.has("tcb_update_type");
        Optional<URI> rootCrl =
                intel.text("root_crl_url").flatMap(t -> url(intel, "root_crl_url", t, true));
        return isOn
                ? url.map(found -> new IntelVerifierConfig.Pcs(found, rootCrl, update))
                : Optional.empty();
    }

    private static Optional<URI> url(Section section, String key, String text, boolean withPath) {
        Optional<URI> address =
                WebAddress.parseProven(text).filter(uri -> withPath || WebAddress.isOrigin(uri));
        if (address.isEmpty()) {
            section.problem(
                    Code.BAD_VALUE,
                    key,
                    "\""
                            + text
                            + "\" is not an https address of a host. Files go into a directory of"
                            + " verifier.intel.collateral");
        }
        return address;
    }
}
