package dev.fiducia.kbs.registry;

import dev.fiducia.kbs.registry.RegistryOutcome.Kind;

/// The refusal of a change that was meant for another version.
final class Stale {
    private Stale() {}

    static Step step(VersionedRevision now) {
        return Step.refused(
                Kind.STALE,
                "initdata-changed",
                "the revision is at version \""
                        + now.version()
                        + "\", not at the one that If-Match names: look at it again");
    }
}
