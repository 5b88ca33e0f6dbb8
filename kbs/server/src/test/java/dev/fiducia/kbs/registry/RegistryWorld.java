package dev.fiducia.kbs.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Tee;
import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.kbs.api.AdminCommits;
import dev.fiducia.kbs.api.Approvals;
import dev.fiducia.kbs.api.Idempotency;
import dev.fiducia.kbs.config.Approval;
import dev.fiducia.rvps.ReferenceValues;
import dev.fiducia.rvps.RvpsException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A registry in memory with a clock that tests move.
final class RegistryWorld {
    static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
    private static final String PCR8 = "snp_pcr08";

    private volatile Instant now = START;
    final InstantSource clock = () -> now;
    final RecordStore store = new MemoryStore(clock);
    final ReferenceValues references = new ReferenceValues(store, clock);
    final AuditLog audit = new AuditLog(store, clock);
    final InitdataRegistry registry;
    private final RegistryBindings bindings;

    RegistryWorld() {
        this(Approval.NONE);
    }

    /// One in which it takes so many persons.
    RegistryWorld(Approval approval) {
        registry =
                new InitdataRegistry(
                        store,
                        references,
                        new AdminCommits(store, audit, new Idempotency(store, clock)),
                        new Approvals(approval),
                        clock,
                        5000,
                        List.of());
        bindings = new RegistryBindings(registry);
    }

    void advance(long seconds) {
        now = now.plusSeconds(seconds);
    }

    Instant now() {
        return now;
    }

    static String hostData(InitdataDocument document) {
        return document.platformValues().find("snp.host_data").orElseThrow().value();
    }

    static String pcr8(InitdataDocument document) {
        return document.platformValues().find("vtpm.pcr08.sha256").orElseThrow().value();
    }

    /// What an SNP guest with this document is to policies.
    ObjectNode seen(InitdataDocument document) {
        return bindings.lookup(Tee.SNP, hostData(document))
                .orElseGet(JsonNodeFactory.instance::objectNode);
    }

    boolean isRegistered(InitdataDocument document) {
        return seen(document).path("registered").asBoolean(false);
    }

    Set<String> pcr8s() {
        Set<String> values = new HashSet<>();
        references
                .query(PCR8)
                .ifPresent(list -> {
                    for (JsonNode value : list) {
                        if (!values.add(value.textValue())) {
                            throw new AssertionError("twice: " + value);
                        }
                    }
                });
        return values;
    }

    /// Says with the voice of the KBS API that these values are good, and no others.
    void foreign(Collection<String> values) {
        try {
            references.delete(PCR8);
            if (!values.isEmpty()) {
                ObjectNode payload = JsonNodeFactory.instance.objectNode();
                values.forEach(payload.putArray(PCR8)::add);
                String encoded =
                        Base64.getEncoder()
                                .encodeToString(
                                        payload.toString().getBytes(StandardCharsets.UTF_8));
                references.register(
                        "{\"version\":\"0.1.0\",\"type\":\"sample\",\"payload\":\""
                                + encoded
                                + "\"}");
            }
        } catch (RvpsException e) {
            throw new IllegalStateException(e);
        }
    }
}
