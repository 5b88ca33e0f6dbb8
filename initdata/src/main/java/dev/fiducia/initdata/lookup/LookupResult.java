package dev.fiducia.initdata.lookup;

import java.util.List;
import java.util.Optional;

/// What a value was traced to.
///
/// @param explanations the explanations that need the fewest mistakes; empty when nothing known
///   gives the value
/// @param unreadable why the text is no value at all
public record LookupResult(List<Explanation> explanations, Optional<String> unreadable) {

    public LookupResult {
        explanations = List.copyOf(explanations);
    }

    /// The explanations without any mistake: the documents that the value stands for.
    public List<Explanation> matches() {
        return explanations.stream().filter(Explanation::isMatch).toList();
    }
}
