package dev.fiducia.initdata.agentpolicy;

import java.util.Locale;

/// How a policy relates to the registered ones.
public enum PolicyMatch {
    /// Byte by byte a registered policy.
    EXACT,
    /// The same rules and data as a registered policy, written differently.
    EQUIVALENT,
    /// The rules of a registered rules part, with plain `policy_data` of its own.
    RULES,
    /// A policy that nobody registered.
    NONE,
    /// The document has no policy: the guest image's default applies, which may allow everything.
    ABSENT,
    /// Not an agent policy, or not the same one to all agents.
    UNPARSEABLE;

    /// The stable, lower-case name that goes into API answers and claims.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether the rules are registered ones. The data need not be.
    public boolean hasRegisteredRules() {
        return this == EXACT || this == EQUIVALENT || this == RULES;
    }
}
