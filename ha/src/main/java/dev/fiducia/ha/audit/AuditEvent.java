package dev.fiducia.ha.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.ha.seal.Sha256;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// One link of a chain.
///
/// @param chain the id of a chain of decisions; empty for the one chain of changes
/// @param id of the decision, a ULID; empty for changes
/// @param seq from 1, without gaps
/// @param previous the hash of the event before it; 64 zeros for the first
/// @param hash hexadecimal SHA-256 of [#canonical()]
public record AuditEvent(
        String chain,
        String id,
        long seq,
        Instant time,
        AuditEntry entry,
        String previous,
        String hash) {
    /// What the chain of changes is called.
    public static final String CHANGES = "";

    /// What the first event has for the hash of the one before it.
    static final String NOTHING = "0".repeat(64);

    static AuditEvent next(AuditHead head, AuditEntry entry, Instant now) {
        return next(CHANGES, "", head, entry, now);
    }

    static AuditEvent next(String chain, String id, AuditHead head, AuditEntry entry, Instant now) {
        Instant time = now.truncatedTo(ChronoUnit.MILLIS);
        AuditEvent open = new AuditEvent(chain, id, head.seq() + 1, time, entry, head.hash(), "");
        return new AuditEvent(chain, id, open.seq, time, entry, head.hash(), open.computedHash());
    }

    /// The hash that the event has to have.
    String computedHash() {
        return Sha256.hex(canonical());
    }

    /// What is hashed: all but the hash itself as JSON, members sorted, no blanks, UTF-8.
    byte[] canonical() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("action", entry.action());
        json.put("actor", entry.actor());
        if (!chain.isEmpty()) {
            json.put("chain", chain);
        }
        ObjectNode details = json.putObject("details");
        entry.details().forEach(details::put);
        if (!id.isEmpty()) {
            json.put("id", id);
        }
        json.put("prevHash", previous);
        json.put("seq", seq);
        json.put("target", entry.target());
        json.put("time", time.toString());
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The event as it is stored, shown and delivered: `seq`, `time`, `actor`, `action`, `target`,
    /// `details`, `prevHash`, `hash`, and `chain` and `id` of decisions.
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("seq", seq);
        json.put("time", time.toString());
        json.put("actor", entry.actor());
        json.put("action", entry.action());
        json.put("target", entry.target());
        ObjectNode details = json.putObject("details");
        entry.details().forEach(details::put);
        json.put("prevHash", previous);
        json.put("hash", hash);
        if (!chain.isEmpty()) {
            json.put("chain", chain);
            json.put("id", id);
        }
        return json;
    }

    /// The head of a chain that ends here.
    AuditHead head() {
        return new AuditHead(seq, hash);
    }
}
