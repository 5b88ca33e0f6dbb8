package dev.fiducia.kbs.registry;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.lint.Platform;
import dev.fiducia.initdata.registry.Lifetime;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A document that somebody wants to be registered, and how.
///
/// @param name whose next revision it shall be; empty for a name made of its id
/// @param activate whether it is stood for at once, or a draft
/// @param judgement what was found in it so far
/// @param reinstate whether a revoked document shall be active again, for the reason in the terms
public record Registration(
        InitdataDocument document,
        Optional<String> name,
        boolean activate,
        Lifetime lifetime,
        Map<String, String> labels,
        Set<Platform> platforms,
        Judgement judgement,
        boolean reinstate) {

    public Registration {
        labels = Map.copyOf(labels);
        platforms = Set.copyOf(platforms);
    }

    /// An active registration with nothing special.
    public static Registration of(InitdataDocument document, Optional<String> name) {
        return new Registration(
                document,
                name,
                true,
                Lifetime.UNLIMITED,
                Map.of(),
                Set.of(),
                Judgement.CLEAN,
                false);
    }

    /// The same, to stand for it again though it was revoked.
    public Registration reinstated() {
        return new Registration(
                document, name, activate, lifetime, labels, platforms, judgement, true);
    }
}
