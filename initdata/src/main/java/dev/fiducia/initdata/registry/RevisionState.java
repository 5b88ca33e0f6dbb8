package dev.fiducia.initdata.registry;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Whether the administrators stand for a revision.
public enum RevisionState {
    /// Known, and not stood for yet.
    DRAFT,
    /// Stood for.
    ACTIVE,
    /// Replaced, and still stood for while its grace lasts.
    SUPERSEDED,
    /// Taken back: nothing is released to it. Only a reinstatement with a reason leads out.
    REVOKED,
    /// Its time is over.
    EXPIRED;

    /// The name in the API, such as `active`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The state with exactly this name.
    public static Optional<RevisionState> of(String wireName) {
        return Arrays.stream(values()).filter(each -> each.wireName().equals(wireName)).findFirst();
    }
}
