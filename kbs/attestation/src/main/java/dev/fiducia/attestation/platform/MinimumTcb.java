package dev.fiducia.attestation.platform;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The least levels of a product's firmware parts.
///
/// @param product `Milan`, `Genoa` or `Turin`
/// @param levels by part; parts that are not there may have any
public record MinimumTcb(String product, Map<String, Integer> levels) {

    private static final List<String> PARTS =
            List.of("fmc", "bootloader", "tee", "snp", "microcode");
    private static final Pattern FORM =
            Pattern.compile("(Milan|Genoa|Turin):([a-z]+=[0-9]{1,3}(?:,[a-z]+=[0-9]{1,3})*)");

    public MinimumTcb {
        levels = Map.copyOf(levels);
    }

    /// Reads `Milan:bootloader=4,snp=24,microcode=219`; empty for every other text.
    public static Optional<MinimumTcb> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        Map<String, Integer> levels = new HashMap<>();
        for (String level : form.group(2).split(",", -1)) {
            String part = level.substring(0, level.indexOf('=')).toLowerCase(Locale.ROOT);
            int least = Integer.parseInt(level.substring(level.indexOf('=') + 1));
            if (!PARTS.contains(part) || least > 255 || levels.put(part, least) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(new MinimumTcb(form.group(1), levels));
    }
}
