package dev.fiducia.ha.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;
import dev.fiducia.ha.store.StoredRecord;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Someone who has the database and its keys tampers with the log at random: every single time it
/// shows, to who kept a checkpoint. Old events of the second log were removed, as they may be.
/// `-Dfiducia.tamperings=10000` for the long run; `-Dfiducia.tampering.seed` for another one.
class TamperingTest {
    private static final int TAMPERINGS = Integer.getInteger("fiducia.tamperings", 100);
    private static final long SEED = Long.getLong("fiducia.tampering.seed", 20_261_122L);
    private static final List<Namespace> LOG =
            List.of(
                    AuditLog.EVENTS,
                    AuditLog.HEAD,
                    DecisionLog.EVENTS,
                    DecisionLog.HEADS,
                    StoredCut.NAMESPACE);
    private static final CutSeal SEAL = new TestSeal("the service's");
    private static final Place CUT = new Place(StoredCut.NAMESPACE, StoredCut.KEY);

    @TempDir private Path folder;
    private final Random random = new Random(SEED);

    private record Place(Namespace ns, String key) {}

    /// What is done to the log.
    private enum Tampering {
        DELETE,
        FLIP,
        CUT,
        EXTEND,
        SWAP,
        RENAME,
        COPY,
        TRUNCATE,
        TRUNCATE_WITH_HEAD,
        DROP_CHAIN,
        EDIT_AND_HASH,
        REWRITE_TO_THE_END,
        REMOVE_FRONT,
        LOSE_CUT,
        CUT_FURTHER,
        CUT_BACK,
        CUT_BACK_WITH_EVENTS,
        PUT_BACK_EVENTS,
        CUT_ANOTHER_CHAIN
    }

    @Test
    void everyTamperingShows() {
        everyTamperingShows(false);
    }

    @Test
    void everyTamperingOfALogThatWasCutShows() {
        everyTamperingShows(true);
    }

    private void everyTamperingShows(boolean cut) {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
        InstantSource clock = InstantSource.system();
        try (RecordStore store = SqliteRecordStore.open(folder.resolve("store"), ring, clock)) {
            AuditLog log = new AuditLog(store, clock);
            fill(store, log, clock);
            Map<Place, byte[]> past = new HashMap<>();
            if (cut) {
                cut(store, log, clock, 9);
                past.putAll(read(store));
                cut(store, log, clock, 11);
            }
            SortedMap<String, AuditHead> kept = log.heads();
            Map<Place, byte[]> whole = read(store);
            assertThat(log.verify(SEAL, List.of(kept)).problems()).isEmpty();
            Map<Tampering, Integer> counts = new EnumMap<>(Tampering.class);
            for (int at = 0; at < TAMPERINGS; at++) {
                Map<Place, byte[]> tampered = new HashMap<>(whole);
                List<Tampering> done = new ArrayList<>();
                do {
                    Tampering how = Tampering.values()[random.nextInt(Tampering.values().length)];
                    tamper(tampered, past, how);
                    done.add(how);
                } while (isSame(whole, tampered) || random.nextInt(4) == 0);
                write(store, tampered);
                assertThat(log.verify(SEAL, List.of(kept)).isIntact())
                        .as("tampering %d of seed %d: %s", at, SEED, done)
                        .isFalse();
                done.forEach(how -> counts.merge(how, 1, Integer::sum));
                write(store, whole);
            }
            assertThat(log.verify(SEAL, List.of(kept)).problems()).isEmpty();
            System.out.println("tamperings found: " + TAMPERINGS + " " + counts);
        }
    }

    /// Three replicas' chains, of a dozen decisions each, and changes between them.
    private static void fill(RecordStore store, AuditLog log, InstantSource clock) {
        DecisionLog.Settings settings =
                new DecisionLog.Settings("test", 100, Duration.ofSeconds(30));
        try (DecisionLog one = open(store, log, settings, clock);
                DecisionLog two = open(store, log, settings, clock);
                DecisionLog three = open(store, log, settings, clock)) {
            for (int at = 0; at < 12; at++) {
                for (DecisionLog replica : List.of(one, two, three)) {
                    assertThat(replica.record(entry("resource.release", "r" + at)))
                            .isInstanceOf(Recording.Recorded.class);
                }
                var committed =
                        store.commit(log.changesToAppend(List.of(entry("rule.set", "c" + at))));
                assertThat(committed).isInstanceOf(CommitResult.Committed.class);
            }
        }
    }

    private static DecisionLog open(
            RecordStore store, AuditLog log, DecisionLog.Settings settings, InstantSource clock) {
        return DecisionLog.open(store, log, Delivery.none(), settings, clock, new SecureRandom());
    }

    private static AuditEntry entry(String action, String target) {
        return AuditEntry.of("anna", action, target, Map.of("outcome", "released"));
    }

    /// Removes the oldest events of all chains.
    private static void cut(RecordStore store, AuditLog log, InstantSource clock, int most) {
        AuditPruning pruning = new AuditPruning(store, SEAL, clock);
        AuditPruning.Limits limits =
                new AuditPruning.Limits(clock.instant().plusSeconds(60), log.heads());
        AuditPruning.Batch batch = pruning.plan(limits, most, "test", "");
        List<Change> changes = new ArrayList<>(batch.changes());
        changes.addAll(log.changesToAppend(List.of(batch.told())));
        assertThat(store.commit(changes)).isInstanceOf(CommitResult.Committed.class);
    }

    private void tamper(Map<Place, byte[]> log, Map<Place, byte[]> past, Tampering how) {
        Place place = any(log, _ -> true);
        if (place == null) {
            return;
        }
        byte[] value = Objects.requireNonNull(log.get(place));
        switch (how) {
            case DELETE -> log.remove(place);
            case FLIP -> {
                byte[] flipped = value.clone();
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                log.put(place, flipped);
            }
            case CUT -> log.put(place, Arrays.copyOf(value, random.nextInt(value.length)));
            case EXTEND -> {
                byte[] longer = Arrays.copyOf(value, value.length + 1 + random.nextInt(4));
                Arrays.fill(longer, value.length, longer.length, (byte) ' ');
                log.put(place, longer);
            }
            case SWAP -> {
                Place other = any(log, each -> each.ns().equals(place.ns()));
                log.put(place, Objects.requireNonNull(log.get(other)));
                log.put(other, value);
            }
            case RENAME -> {
                log.remove(place);
                log.put(new Place(place.ns(), another(place)), value);
            }
            case COPY -> log.put(new Place(place.ns(), another(place)), value);
            case TRUNCATE -> truncate(log, false);
            case TRUNCATE_WITH_HEAD -> truncate(log, true);
            case DROP_CHAIN -> dropChain(log);
            case EDIT_AND_HASH -> rewrite(log, false);
            case REWRITE_TO_THE_END -> rewrite(log, true);
            case REMOVE_FRONT -> removeFront(log);
            case LOSE_CUT -> log.remove(CUT);
            case CUT_FURTHER -> cutFurther(log);
            case CUT_BACK -> putBack(log, past, CUT::equals);
            case CUT_BACK_WITH_EVENTS -> putBack(log, past, each -> !isHead(each));
            case PUT_BACK_EVENTS -> putBack(log, past, each -> !isHead(each) && !each.equals(CUT));
            case CUT_ANOTHER_CHAIN -> cutAnotherChain(log);
        }
    }

    private static boolean isHead(Place place) {
        return place.ns().equals(AuditLog.HEAD) || place.ns().equals(DecisionLog.HEADS);
    }

    private static void putBack(
            Map<Place, byte[]> log, Map<Place, byte[]> past, Predicate<Place> which) {
        past.forEach((place, value) -> {
            if (which.test(place)) {
                log.put(place, value);
            }
        });
    }

    private void removeFront(Map<Place, byte[]> log) {
        List<AuditEvent> chain = chain(log);
        int gone = chain.isEmpty() ? 0 : 1 + random.nextInt(chain.size());
        chain.subList(0, gone).forEach(event -> log.remove(place(event)));
    }

    /// Removes events as the service would, and says so in its name, but without its key.
    private void cutFurther(Map<Place, byte[]> log) {
        List<AuditEvent> chain = chain(log);
        if (chain.isEmpty()) {
            return;
        }
        List<AuditEvent> front = chain.subList(0, 1 + random.nextInt(chain.size()));
        front.forEach(event -> log.remove(place(event)));
        LogCut known = known(log);
        TreeMap<String, AuditHead> positions = new TreeMap<>(known.positions());
        positions.put(front.getLast().chain(), front.getLast().head());
        sign(log, new LogCut(known.time(), known.before(), positions));
    }

    private void cutAnotherChain(Map<Place, byte[]> log) {
        LogCut known = known(log);
        List<String> chains = new ArrayList<>(known.positions().keySet());
        if (chains.size() < 2) {
            return;
        }
        Collections.shuffle(chains, random);
        TreeMap<String, AuditHead> positions = new TreeMap<>(known.positions());
        positions.put(chains.get(0), known.of(chains.get(1)));
        positions.put(chains.get(1), known.of(chains.get(0)));
        sign(log, new LogCut(known.time(), known.before(), positions));
    }

    private static LogCut known(Map<Place, byte[]> log) {
        byte[] stored = log.getOrDefault(CUT, new byte[0]);
        return SEAL.read(new String(stored, StandardCharsets.ISO_8859_1))
                .flatMap(LogCut::parse)
                .orElse(LogCut.NONE);
    }

    private static void sign(Map<Place, byte[]> log, LogCut forged) {
        String signed = new TestSeal("a stranger's").sign(forged.toBytes());
        log.put(CUT, signed.getBytes(StandardCharsets.US_ASCII));
    }

    private String another(Place place) {
        return place.ns().equals(DecisionLog.EVENTS)
                ? new DecisionIds(new SecureRandom()).next(InstantSource.system().instant())
                : AuditCodec.key(1 + random.nextInt(100));
    }

    private void truncate(Map<Place, byte[]> log, boolean withHead) {
        List<AuditEvent> chain = chain(log);
        if (chain.isEmpty()) {
            return;
        }
        int left = random.nextInt(chain.size());
        chain.subList(left, chain.size()).forEach(event -> log.remove(place(event)));
        if (withHead) {
            AuditEvent first = chain.getFirst();
            AuditHead begin = new AuditHead(first.seq() - 1, first.previous());
            head(log, first, left == 0 ? begin : chain.get(left - 1).head());
        }
    }

    private void dropChain(Map<Place, byte[]> log) {
        List<AuditEvent> chain = chain(log);
        chain.forEach(event -> log.remove(place(event)));
        if (!chain.isEmpty()) {
            log.remove(headPlace(chain.getFirst()));
        }
    }

    /// Edits an event and makes its hash fit, or that of all behind it and of the head.
    private void rewrite(Map<Place, byte[]> log, boolean toTheEnd) {
        List<AuditEvent> chain = chain(log);
        if (chain.isEmpty()) {
            return;
        }
        int from = random.nextInt(chain.size());
        AuditEvent first = chain.get(from);
        AuditHead head = new AuditHead(first.seq() - 1, first.previous());
        for (AuditEvent event : chain.subList(from, toTheEnd ? chain.size() : from + 1)) {
            AuditEntry entry =
                    event.equals(first)
                            ? entry("resource.release", "forged" + random.nextInt(1000))
                            : event.entry();
            AuditEvent forged =
                    AuditEvent.next(event.chain(), event.id(), head, entry, event.time());
            log.put(place(event), AuditCodec.encode(forged));
            head = forged.head();
        }
        if (toTheEnd) {
            head(log, first, head);
        }
    }

    /// The events of some chain, as far as they can be read.
    private List<AuditEvent> chain(Map<Place, byte[]> log) {
        List<AuditEvent> events =
                log.entrySet().stream()
                        .filter(each ->
                                each.getKey().ns().equals(AuditLog.EVENTS)
                                        || each.getKey().ns().equals(DecisionLog.EVENTS))
                        .sorted(Comparator.comparing(each -> each.getKey().key()))
                        .flatMap(each -> AuditCodec.decode(each.getValue()).stream())
                        .toList();
        List<String> chains = events.stream().map(AuditEvent::chain).distinct().toList();
        if (chains.isEmpty()) {
            return List.of();
        }
        String chosen = chains.get(random.nextInt(chains.size()));
        return events.stream().filter(event -> event.chain().equals(chosen)).toList();
    }

    private static Place place(AuditEvent event) {
        return event.chain().isEmpty()
                ? new Place(AuditLog.EVENTS, AuditCodec.key(event.seq()))
                : new Place(DecisionLog.EVENTS, event.id());
    }

    private static Place headPlace(AuditEvent event) {
        return event.chain().isEmpty()
                ? new Place(AuditLog.HEAD, AuditLog.HEAD_KEY)
                : new Place(DecisionLog.HEADS, event.chain());
    }

    private static void head(Map<Place, byte[]> log, AuditEvent of, AuditHead head) {
        log.put(headPlace(of), AuditCodec.encode(head));
    }

    private @Nullable Place any(Map<Place, byte[]> log, Predicate<Place> which) {
        List<Place> places =
                log.keySet().stream()
                        .filter(which)
                        .sorted(
                                Comparator.comparing((Place each) -> each.ns().name())
                                        .thenComparing(Place::key))
                        .toList();
        return places.isEmpty() ? null : places.get(random.nextInt(places.size()));
    }

    private static boolean isSame(Map<Place, byte[]> one, Map<Place, byte[]> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream()
                        .allMatch(each -> Arrays.equals(each.getValue(), other.get(each.getKey())));
    }

    private static Map<Place, byte[]> read(RecordStore store) {
        Map<Place, byte[]> all = new HashMap<>();
        for (Namespace ns : LOG) {
            for (StoredRecord record : store.list(ns, "", null, 1000).records()) {
                all.put(new Place(ns, record.key()), record.value());
            }
        }
        return all;
    }

    /// Makes the store hold exactly this.
    private static void write(RecordStore store, Map<Place, byte[]> wanted) {
        Map<Place, byte[]> actual = read(store);
        List<Change> changes = new ArrayList<>();
        for (Place place : actual.keySet()) {
            if (!wanted.containsKey(place)) {
                changes.add(new Change.Delete(place.ns(), place.key(), version(store, place)));
            }
        }
        wanted.forEach((place, value) -> {
            if (!Arrays.equals(value, actual.get(place))) {
                changes.add(new Change.Put(place.ns(), place.key(), value, version(store, place)));
            }
        });
        assertThat(store.commit(changes)).isInstanceOf(CommitResult.Committed.class);
    }

    private static long version(RecordStore store, Place place) {
        Optional<StoredRecord> record = store.get(place.ns(), place.key());
        return record.map(StoredRecord::version).orElse(Change.ABSENT);
    }
}
