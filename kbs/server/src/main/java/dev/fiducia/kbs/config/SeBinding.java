package dev.fiducia.kbs.config;

import dev.fiducia.attestation.se.SeConfig;
import dev.fiducia.kbs.config.ConfigProblem.Code;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads `[verifier.se]`. Without any of it there is no Secure Execution; with some of it, all has
/// to be there.
final class SeBinding {

    private static final List<String> LISTS =
            List.of("host_keys", "certificates", "roots", "revocation_lists");
    private static final String IMAGE_HEADER = "image_header";

    private SeBinding() {}

    static Optional<SeConfig> bind(Section se) {
        List<List<Path>> lists = LISTS.stream().map(se::files).toList();
        Optional<Path> header = se.file(IMAGE_HEADER);
        List<String> missing =
                Stream.concat(
                                LISTS.stream()
                                        .filter(key -> lists.get(LISTS.indexOf(key)).isEmpty()),
                                Stream.of(IMAGE_HEADER).filter(_ -> header.isEmpty()))
                        .toList();
        if (header.isPresent() && missing.isEmpty()) {
            se.note(
                    "verifier.se.roots: machines whose host keys lead to "
                            + lists.get(2)
                            + " count as hardware");
            return Optional.of(
                    new SeConfig(
                            lists.get(0), lists.get(1), lists.get(2), lists.get(3), header.get()));
        }
        boolean isAbsent = missing.size() > LISTS.size();
        if (!isAbsent) {
            se.problem(
                    Code.MISSING,
                    missing.getFirst(),
                    "needed where Secure Execution is set up; missing are "
                            + String.join(", ", missing));
        }
        return Optional.empty();
    }
}
