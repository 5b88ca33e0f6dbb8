package dev.fiducia.rvps;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Brings one source's word about a name together with what others say.
final class Merge {

    private Merge() {}

    /// The name with the source's contribution in place of its former one, or behind the others.
    /// What has expired is dropped.
    static ReferenceValue add(ReferenceValue current, Contribution added, Instant now)
            throws RvpsException {
        List<Contribution> parts = new ArrayList<>();
        boolean replaced = false;
        for (Contribution part : current.contributions()) {
            if (part.source().equals(added.source())) {
                parts.add(added);
                replaced = true;
            } else if (!part.isOver(now)) {
                checkAgreement(current.name(), part, added.value());
                parts.add(part);
            }
        }
        if (!replaced) {
            parts.add(added);
        }
        return new ReferenceValue(current.name(), parts);
    }

    /// The name without the source's contribution; empty if nothing is left.
    static Optional<ReferenceValue> remove(ReferenceValue current, Source source, Instant now) {
        List<Contribution> parts =
                current.contributions().stream()
                        .filter(part -> !part.source().equals(source) && !part.isOver(now))
                        .toList();
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReferenceValue(current.name(), parts));
    }

    private static void checkAgreement(String name, Contribution other, JsonNode value)
            throws RvpsException {
        if (other.value().isArray() && value.isArray()) {
            return;
        }
        if (other.value().isArray() != value.isArray()) {
            throw clash(name, other, value.isArray() ? "a single value" : "a list");
        }
        if (!other.value().equals(value)) {
            throw clash(name, other, "another single value");
        }
    }

    private static RvpsException clash(String name, Contribution other, String kind) {
        return new RvpsException(
                RvpsException.Code.CLASH,
                "the source " + other.source() + " already gives " + kind + " for " + name);
    }
}
