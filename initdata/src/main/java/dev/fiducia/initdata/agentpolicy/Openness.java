package dev.fiducia.initdata.agentpolicy;

import java.util.Locale;

/// Whether a policy lets the host have a request.
public enum Openness {
    /// Allowed for any request of the host, or for one that no careful policy allows.
    OPEN,
    /// Allowed for some requests, by rules that look at them.
    CONDITIONAL,
    /// Never allowed.
    CLOSED,
    /// The policy says nothing, so agents deny the request as an error.
    UNDEFINED;

    /// The stable, lower-case name that goes into API answers.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether a host can never have the request.
    public boolean isDenied() {
        return this == CLOSED || this == UNDEFINED;
    }
}
