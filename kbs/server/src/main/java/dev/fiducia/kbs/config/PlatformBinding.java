package dev.fiducia.kbs.config;

import dev.fiducia.attestation.platform.DeniedProduct;
import dev.fiducia.attestation.platform.MinimumTcb;
import dev.fiducia.attestation.platform.PlatformRules;
import dev.fiducia.attestation.platform.TcbKind;
import dev.fiducia.kbs.config.ConfigProblem.Code;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `[verifier.platform]`: which genuine platforms are trusted.
final class PlatformBinding {

    private PlatformBinding() {}

    static PlatformRules bind(Section platform) {
        return new PlatformRules(
                minimums(platform),
                minimumOf(platform),
                denied(platform),
                hex(platform, "chip_ids", "[0-9a-f]{128}", "128"),
                hex(platform, "ppids", "[0-9a-f]{32}", "32"),
                platform.truth("require_alias_check", false),
                platform.truth("require_ciphertext_hiding", false));
    }

    private static Map<String, MinimumTcb> minimums(Section platform) {
        Map<String, MinimumTcb> minimums = new HashMap<>();
        for (String text : platform.texts("minimum_tcb")) {
            Optional<MinimumTcb> minimum = MinimumTcb.parse(text);
            if (minimum.isEmpty() || minimums.containsKey(minimum.get().product())) {
                platform.problem(
                        Code.BAD_VALUE,
                        "minimum_tcb",
                        "\""
                                + text
                                + "\": one for each product, such as Milan:bootloader=4,snp=24");
            } else {
                minimums.put(minimum.get().product(), minimum.get());
            }
        }
        return minimums;
    }

    private static Set<TcbKind> minimumOf(Section platform) {
        Set<TcbKind> kinds = EnumSet.noneOf(TcbKind.class);
        Map<String, TcbKind> words = Words.lowerCase(TcbKind.class);
        List<String> wanted =
                platform.texts("minimum_of", "[\"reported\", \"committed\", \"launch\"]")
                        .orElse(List.copyOf(words.keySet()));
        if (wanted.isEmpty() || !words.keySet().containsAll(wanted)) {
            platform.problem(Code.BAD_VALUE, "minimum_of", "some of reported, committed, launch");
        }
        wanted.stream().filter(words::containsKey).map(words::get).forEach(kinds::add);
        return kinds;
    }

    private static List<DeniedProduct> denied(Section platform) {
        List<DeniedProduct> denied = new ArrayList<>();
        for (String preset : platform.texts("deny_presets")) {
            List<DeniedProduct> found = DeniedProduct.PRESETS.get(preset);
            if (found == null) {
                platform.problem(
                        Code.BAD_VALUE,
                        "deny_presets",
                        "\"" + preset + "\" is none of " + DeniedProduct.PRESETS.keySet());
            } else {
                denied.addAll(found);
            }
        }
        for (String text : platform.texts("deny")) {
            DeniedProduct.parse(text)
                    .ifPresentOrElse(
                            denied::add,
                            () ->
                                    platform.problem(
                                            Code.BAD_VALUE,
                                            "deny",
                                            "\""
                                                    + text
                                                    + "\": a product, such as Milan or Milan:1"));
        }
        return denied;
    }

    private static Set<String> hex(Section platform, String key, String form, String digits) {
        Set<String> ids = new HashSet<>();
        for (String text : platform.texts(key)) {
            String id = text.toLowerCase(Locale.ROOT);
            if (!id.matches(form)) {
                platform.problem(
                        Code.BAD_VALUE,
                        key,
                        "\"" + text + "\" is not of " + digits + " hexadecimal digits");
            }
            ids.add(id);
        }
        return ids;
    }
}
