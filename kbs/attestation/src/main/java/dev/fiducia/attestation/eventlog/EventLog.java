package dev.fiducia.attestation.eventlog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// A parsed log, not yet compared with any register.
public final class EventLog {

    /// Firmware reserves up to one megabyte.
    public static final int MAX_LENGTH = 4 << 20;

    private static final String CODE = "event-log-malformed";
    private static final int MAX_RECORDS = 16_384;
    private static final int MAX_DIGESTS = 8;
    private static final int STOP_LENGTH = 8;
    private static final int SHA1_LENGTH = 20;
    private static final int SPEC_ID_HEADER = 24;

    private final List<EventRecord> records;

    private EventLog(List<EventRecord> records) {
        this.records = List.copyOf(records);
    }

    /// Parses a log up to its stop marker or its end. The first record announces the algorithms and
    /// is not kept.
    public static EventLog parse(byte[] bytes) throws RefusedException {
        ByteCursor in = ByteCursor.littleEndian(bytes, "event log", CODE);
        if (bytes.length > MAX_LENGTH) {
            throw in.malformed("has " + bytes.length + " bytes, more than " + MAX_LENGTH);
        }
        Map<EventAlgorithm, Integer> sizes = announced(in);
        List<EventRecord> records = new ArrayList<>();
        while (in.remaining() > 0 && !isStop(in.peek(STOP_LENGTH))) {
            if (records.size() == MAX_RECORDS) {
                throw in.malformed("has more than " + MAX_RECORDS + " records");
            }
            records.add(record(in, sizes));
        }
        return new EventLog(records);
    }

    /// What a register holds after all records of it were extended to it: zeros if there is none.
    public byte[] replay(EventAlgorithm algorithm, int register, CryptoSuite crypto) {
        HashAlgorithm hash =
                algorithm.hash().orElseThrow(() -> new IllegalArgumentException("not a hash"));
        byte[] value = new byte[hash.length()];
        for (EventRecord record : records) {
            if (record.register() == register) {
                for (EventRecord.EventDigest digest : record.digests()) {
                    if (digest.algorithm() == algorithm) {
                        value = crypto.digest(hash, value, digest.value());
                    }
                }
            }
        }
        return value;
    }

    /// Refuses a log whose replay gives another value than the hardware's register has.
    public void requireReplay(
            EventAlgorithm algorithm, int register, byte[] value, CryptoSuite crypto)
            throws RefusedException {
        byte[] replayed = replay(algorithm, register, crypto);
        if (!crypto.constantTimeEquals(replayed, value)) {
            throw RefusedException.of(
                    "event-log-mismatch",
                    "Eventlog does not pass measurement replay CC Event Log Measurement Register"
                            + " [index = "
                            + register
                            + "]. Calculated value: "
                            + HexFormat.of().formatHex(replayed)
                            + ", Given value: "
                            + HexFormat.of().formatHex(value));
        }
    }

    /// All records as claims, whoever wrote them.
    public ArrayNode claims(CryptoSuite crypto) throws RefusedException {
        return claims(record -> true, record -> record, crypto);
    }

    /// The records of these registers that have a digest of this algorithm, with no other digest:
    /// what a replay confirmed.
    public ArrayNode authenticated(
            EventAlgorithm algorithm, Set<Long> registers, CryptoSuite crypto)
            throws RefusedException {
        return claims(
                record -> registers.contains(record.register()) && record.hasDigestOf(algorithm),
                record -> record.only(algorithm),
                crypto);
    }

    /// The other records: what a log says without anything to confirm it.
    public ArrayNode unauthenticated(
            EventAlgorithm algorithm, Set<Long> registers, CryptoSuite crypto)
            throws RefusedException {
        return claims(
                record -> !registers.contains(record.register()) || !record.hasDigestOf(algorithm),
                record -> record,
                crypto);
    }

    static RefusedException malformed(String what) {
        return RefusedException.of(CODE, "The event log " + what);
    }

    private ArrayNode claims(
            Predicate<EventRecord> which, UnaryOperator<EventRecord> shown, CryptoSuite crypto)
            throws RefusedException {
        ArrayNode claims = JsonNodeFactory.instance.arrayNode();
        for (EventRecord record : records) {
            if (which.test(record)) {
                claims.add(shown.apply(record).claims(crypto));
            }
        }
        return claims;
    }

    private static boolean isStop(byte[] bytes) {
        boolean ones = true;
        boolean zeros = true;
        for (byte b : bytes) {
            ones &= b == (byte) 0xFF;
            zeros &= b == 0;
        }
        return ones || zeros;
    }

    /// TCG_PCR_EVENT with a TCG_EfiSpecIdEvent in it.
    private static Map<EventAlgorithm, Integer> announced(ByteCursor in) throws RefusedException {
        in.skip(4);
        EventType type = type(in);
        in.skip(SHA1_LENGTH);
        long size = in.u32();
        if (type != EventType.EV_NO_ACTION) {
            throw in.malformed("does not begin with the algorithms of its digests");
        }
        ByteCursor event = ByteCursor.littleEndian(in.take(size), "event log's start", CODE);
        event.skip(SPEC_ID_HEADER);
        long count = event.u32();
        if (count > MAX_DIGESTS) {
            throw event.malformed("announces " + count + " algorithms");
        }
        Map<EventAlgorithm, Integer> sizes = new EnumMap<>(EventAlgorithm.class);
        for (int i = 0; i < count; i++) {
            EventAlgorithm algorithm = algorithm(event);
            int length = event.u16();
            if (algorithm.hash().map(hash -> hash.length() != length).orElse(length > 512)) {
                throw event.malformed(
                        "announces " + algorithm.label() + " of " + length + " bytes");
            }
            sizes.put(algorithm, length);
        }
        event.skip(event.u8());
        event.requireEnd();
        return sizes;
    }

    private static EventRecord record(ByteCursor in, Map<EventAlgorithm, Integer> sizes)
            throws RefusedException {
        long register = in.u32();
        EventType type = type(in);
        long count = in.u32();
        if (count > MAX_DIGESTS) {
            throw in.malformed("has a record of " + count + " digests");
        }
        List<EventRecord.EventDigest> digests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            EventAlgorithm algorithm = algorithm(in);
            Integer size = sizes.get(algorithm);
            if (size == null) {
                throw in.malformed("has a digest of " + algorithm.label() + ", not announced");
            }
            digests.add(new EventRecord.EventDigest(algorithm, in.take(size.intValue())));
        }
        return new EventRecord(register, type, digests, in.take(in.u32()));
    }

    private static EventType type(ByteCursor in) throws RefusedException {
        long number = in.u32();
        return EventType.of(number)
                .orElseThrow(() ->
                        in.malformed(String.format("has an event of unknown type 0x%x", number)));
    }

    private static EventAlgorithm algorithm(ByteCursor in) throws RefusedException {
        int id = in.u16();
        return EventAlgorithm.of(id)
                .orElseThrow(() -> in.malformed(String.format("has unknown algorithm 0x%04x", id)));
    }
}
