package dev.fiducia.initdata.lookup;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One way, proven by computing it, in which a value comes about.
///
/// @param document the document it comes from; empty for values that stand for no document
/// @param form how the value is made of the document
/// @param deviations the mistakes made on the way, each of which was needed to get the value
public record Explanation(Optional<KnownDocument> document, Form form, Set<Deviation> deviations) {

    public Explanation {
        deviations = Collections.unmodifiableSortedSet(new TreeSet<>(deviations));
        if (document.isEmpty() && deviations.isEmpty()) {
            throw new IllegalArgumentException("only a document can be matched");
        }
    }

    /// Whether the value is what this document gives, without any mistake.
    public boolean isMatch() {
        return deviations.isEmpty();
    }

    /// What the value is, in a sentence without its end.
    public String message() {
        if (document.isEmpty()) {
            return deviations.iterator().next().message();
        }
        List<String> parts = new ArrayList<>();
        parts.add(form.description() + " of " + document.get().id());
        deviations.forEach(deviation -> parts.add(deviation.message()));
        return String.join("; ", parts).replaceFirst("^its ", "the ");
    }

    /// What to do about the mistakes; empty for a match.
    public List<String> fixes() {
        return deviations.stream().map(Deviation::fix).toList();
    }
}
