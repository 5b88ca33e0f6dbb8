package dev.fiducia.kbs.registry;

import java.util.Optional;

/// On what terms somebody changes the registry.
///
/// @param by who asks
/// @param reason why, where it was said
/// @param dryRun whether only to say what would happen
/// @param version what the record has to be at (`If-Match`); empty for any
public record Terms(String by, Optional<String> reason, boolean dryRun, Optional<Long> version) {

    /// Nothing but the name of who asks.
    public static Terms of(String by) {
        return new Terms(by, Optional.empty(), false, Optional.empty());
    }

    /// The same, only to say what would happen.
    public Terms asDryRun() {
        return new Terms(by, reason, true, version);
    }

    /// The same with a reason.
    public Terms because(String why) {
        return new Terms(by, Optional.of(why), dryRun, version);
    }
}
