package dev.fiducia.attestation.launch.uki;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.launch.pe.PeSection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The sections that count when a profile of a UKI is booted. `.profile` begins a profile; what is
/// before the first one counts for all, where a profile has nothing of its own.
///
/// @param sections by name
record UkiProfile(Map<String, PeSection> sections) {

    /// What is measured, in this order. The signature of the result is not part of it.
    private static final List<String> MEASURED =
            List.of(
                    ".linux",
                    ".osrel",
                    ".cmdline",
                    ".initrd",
                    ".ucode",
                    ".splash",
                    ".dtb",
                    ".uname",
                    ".sbat",
                    ".pcrpkey",
                    ".profile",
                    ".hwids");

    /// What earlier stubs leave out: that of systemd 252 measures neither, though images for it
    /// have them. Neither is code or a parameter of it, so the registers vouch for the same boot.
    private static final List<List<String>> UNKNOWN =
            List.of(List.of(), List.of(".sbat"), List.of(".sbat", ".uname"));

    /// The stub picks one of several by the machine that it runs on.
    private static final List<String> CHOSEN = List.of(".dtbauto", ".efifw");

    private static final String START = ".profile";
    private static final String CODE = "uki-malformed";

    UkiProfile {
        sections = Map.copyOf(sections);
    }

    /// @param number the first is 0, which an image without profiles has, too
    static UkiProfile of(List<PeSection> all, int number) throws RefusedException {
        List<List<PeSection>> parts = new ArrayList<>(List.of(new ArrayList<>()));
        for (PeSection section : all) {
            if (CHOSEN.contains(section.name())) {
                throw RefusedException.of(
                        CODE,
                        "The image has a section "
                                + section.name()
                                + ", of which the stub picks one by the machine: take register 11"
                                + " from a machine");
            }
            if (section.name().equals(START)) {
                parts.add(new ArrayList<>());
            }
            parts.getLast().add(section);
        }
        int profiles = parts.size() - 1;
        if (number < 0 || number > Math.max(0, profiles - 1)) {
            throw RefusedException.of(
                    CODE, "The image has no profile " + number + ": it has " + profiles);
        }
        Map<String, PeSection> sections = named(parts.getFirst());
        if (profiles > 0) {
            sections.putAll(named(parts.get(number + 1)));
        }
        if (!sections.containsKey(".linux")) {
            throw RefusedException.of(
                    CODE, "The image has no kernel (.linux), so it is no unified kernel image");
        }
        return new UkiProfile(sections);
    }

    /// The sections that are measured, in the order in which they are: by today's stubs first, then
    /// by those that don't know of all of them.
    List<List<PeSection>> measured() {
        List<List<PeSection>> all = new ArrayList<>();
        for (List<String> unknown : UNKNOWN) {
            List<PeSection> measured = measuredBut(unknown);
            if (!all.contains(measured)) {
                all.add(measured);
            }
        }
        return all;
    }

    private List<PeSection> measuredBut(List<String> unknown) {
        List<PeSection> measured = new ArrayList<>();
        for (String name : MEASURED) {
            PeSection section = sections.get(name);
            if (section != null && !unknown.contains(name)) {
                measured.add(section);
            }
        }
        return measured;
    }

    PeSection linux() {
        return sections.getOrDefault(".linux", new PeSection(".linux", 0, 0, 0));
    }

    /// Empty sections are as none.
    private static Map<String, PeSection> named(List<PeSection> part) throws RefusedException {
        Map<String, PeSection> sections = new LinkedHashMap<>();
        for (PeSection section : part) {
            if (section.memorySize() == 0 || !MEASURED.contains(section.name())) {
                continue;
            }
            if (!section.isInFile()) {
                throw RefusedException.of(
                        CODE,
                        "The image has less of the section " + section.name() + " than it says");
            }
            if (sections.put(section.name(), section) != null) {
                throw RefusedException.of(
                        CODE, "The image has the section " + section.name() + " twice");
            }
        }
        return sections;
    }
}
