package dev.fiducia.ha.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.ha.seal.Sha256;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// One link of the chain.
///
/// @param seq from 1, without gaps
/// @param previous the hash of the event before it; 64 zeros for the first
/// @param hash hexadecimal SHA-256 of [#canonical()]
public record AuditEvent(long seq, Instant time, AuditEntry entry, String previous, String hash) {
    /// What the first event has for the hash of the one before it.
    static final String NOTHING = "0".repeat(64);

    static AuditEvent next(AuditHead head, AuditEntry entry, Instant now) {
        Instant time = now.truncatedTo(ChronoUnit.MILLIS);
        AuditEvent open = new AuditEvent(head.seq() + 1, time, entry, head.hash(), "");
        return new AuditEvent(open.seq, time, entry, head.hash(), open.computedHash());
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
        ObjectNode details = json.putObject("details");
        entry.details().forEach(details::put);
        json.put("prevHash", previous);
        json.put("seq", seq);
        json.put("target", entry.target());
        json.put("time", time.toString());
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The head of a chain that ends here.
    AuditHead head() {
        return new AuditHead(seq, hash);
    }
}
