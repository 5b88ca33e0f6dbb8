package dev.fiducia.kbs.decision;

import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.seal.Sha256;
import dev.fiducia.kbs.http.Request;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a record says of a decision: names and digests, never a secret, a token, evidence or a key.
public final class Facts {
    /// An asker of whom nothing is proven.
    public static final String STRANGER = "guest";

    private static final int SESSION_DIGITS = 32;

    private final String action;
    private final String actor;
    private final String target;
    private final SortedMap<String, String> details = new TreeMap<>();

    private Facts(String action, String actor, String target) {
        this.action = action;
        this.actor = actor;
        this.target = target;
    }

    /// @param action such as `resource.deny`
    /// @param actor who asked, such as [#STRANGER]
    /// @param target what for
    public static Facts of(String action, String actor, String target) {
        return new Facts(action, actor, target);
    }

    /// Who holds a TEE key, as records name it.
    ///
    /// @param thumbprint of the key (RFC 7638)
    public static String holderOf(String thumbprint) {
        return "tee-key:" + thumbprint;
    }

    /// A session as records name it: whoever reads them can't use it.
    public static String session(String id) {
        return Sha256.hex(id.getBytes(StandardCharsets.UTF_8)).substring(0, SESSION_DIGITS);
    }

    /// The same with a detail; an empty one is left out.
    public Facts with(String name, String value) {
        if (!value.isEmpty()) {
            details.put(name, value);
        }
        return this;
    }

    public Facts with(String name, Optional<String> value) {
        value.ifPresent(known -> with(name, known));
        return this;
    }

    /// The same with which request it was; the address of who sent it may be left out of records.
    public Facts with(Request request) {
        return with("request", request.id()).with(CLIENT, request.client());
    }

    static final String CLIENT = "client";

    AuditEntry entry(boolean withClient) {
        SortedMap<String, String> told = new TreeMap<>(details);
        if (!withClient) {
            told.remove(CLIENT);
        }
        return AuditEntry.of(actor, action, target, told);
    }

    String code() {
        return details.getOrDefault("code", action);
    }
}
