package dev.fiducia.attestation.platform;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A product that is not trusted, or one stepping of it.
///
/// @param product `Milan`, `Genoa` or `Turin`
/// @param stepping of CPUID; empty for all
public record DeniedProduct(String product, OptionalInt stepping) {

    /// Named lists.
    ///
    /// `milan-2026`: every Milan. The seed that its endorsement keys are derived from was extracted
    /// by software alone (arXiv 2605.12990, May 2026), so that reports for any firmware level, new
    /// ones included, can be forged: no minimum of levels helps, and no stepping is known to be
    /// spared.
    public static final Map<String, List<DeniedProduct>> PRESETS =
            Map.of("milan-2026", List.of(new DeniedProduct("Milan", OptionalInt.empty())));

    private static final Pattern FORM = Pattern.compile("(Milan|Genoa|Turin)(?::([0-9]{1,2}))?");

    /// Reads `Milan` or `Milan:1`; empty for every other text.
    public static Optional<DeniedProduct> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        OptionalInt stepping =
                form.group(2) == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(Integer.parseInt(form.group(2)));
        return Optional.of(new DeniedProduct(form.group(1), stepping));
    }

    boolean covers(String name, OptionalInt found) {
        return product.equals(name)
                && (stepping.isEmpty() || found.isEmpty() || stepping.equals(found));
    }
}
