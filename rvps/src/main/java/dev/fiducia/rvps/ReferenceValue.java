package dev.fiducia.rvps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A name and what its sources say about it, in the order in which they first did.
///
/// Lists of several sources merge into the union of their elements (exact JSON equality, first
/// occurrence first). Whatever is not a list stands for itself: then all sources have to agree.
public record ReferenceValue(String name, List<Contribution> contributions) {

    public ReferenceValue {
        contributions = List.copyOf(contributions);
    }

    /// Who says something, expired or not.
    public List<Source> sources() {
        return contributions.stream().map(Contribution::source).toList();
    }

    /// What is in force at an instant; empty when nothing is.
    public Optional<JsonNode> value(Instant now) {
        List<JsonNode> live =
                contributions.stream()
                        .filter(part -> part.isInForce(now))
                        .map(Contribution::value)
                        .toList();
        if (live.isEmpty()) {
            return Optional.empty();
        }
        if (live.size() == 1 || !live.getFirst().isArray()) {
            return Optional.of(live.getFirst());
        }
        Set<JsonNode> union = new LinkedHashSet<>();
        for (JsonNode list : live) {
            list.forEach(union::add);
        }
        ArrayNode merged = JsonNodeFactory.instance.arrayNode(union.size());
        merged.addAll(union);
        return Optional.of(merged);
    }

    /// The first instant at which something that is in force now expires; empty if nothing is.
    Optional<Instant> nextExpiry(Instant now) {
        return contributions.stream()
                .filter(part -> part.isInForce(now))
                .map(Contribution::expiration)
                .min(Instant::compareTo);
    }

    /// The first instant after this one at which something begins to count or expires; empty if
    /// nothing is left to.
    Optional<Instant> nextChange(Instant now) {
        return contributions.stream()
                .filter(part -> !part.isOver(now))
                .map(part -> part.isInForce(now) ? part.expiration() : part.from())
                .min(Instant::compareTo);
    }
}
