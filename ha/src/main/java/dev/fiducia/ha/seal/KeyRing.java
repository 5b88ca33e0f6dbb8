package dev.fiducia.ha.seal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/// The keys that data at rest is sealed under, in a file that only its owner may read. One key is
/// active; the others open what was sealed before a rotation, or will be active at a time that the
/// file states, so that all who share the ring have read it before anything is sealed under it.
/// [#refresh()] takes up what the file says since; a value under a key that is not known makes the
/// ring look at once. Every use of a key goes through a key derived for it. Thread-safe; one
/// process at a time may rotate.
public final class KeyRing {

    /// How long a key stays after another one became active: longer than challenges and sessions
    /// live, and than clocks differ.
    static final Duration KEPT = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
    private static final int KEY_BYTES = 32;
    private static final String PURPOSES = "fiducia/1/";

    private final RingOnDisk disk;
    private final SecureRandom random;
    private final InstantSource clock;
    private final ReentrantLock rotation = new ReentrantLock();
    private volatile RingContent content;
    private volatile RingOnDisk.Stamp stamp;

    private KeyRing(
            RingOnDisk disk,
            RingOnDisk.Stamp stamp,
            RingContent content,
            SecureRandom random,
            InstantSource clock) {
        this.disk = disk;
        this.stamp = stamp;
        this.content = content;
        this.random = random;
        this.clock = clock;
    }

    /// Opens the ring in a file, or makes the file with one new key.
    ///
    /// @param sealedData files that hold data sealed under this ring: if one of them exists, a
    ///   missing ring is refused, because a new one could open none of it
    /// @throws KeyRingException if the ring can't be used safely
    public static KeyRing openOrCreate(Path file, Path... sealedData) {
        return openOrCreate(file, new SecureRandom(), InstantSource.system(), sealedData);
    }

    /// Opens the ring in a file, which has to exist.
    ///
    /// @throws KeyRingException if the ring can't be used safely
    public static KeyRing open(Path file) {
        return open(file, new SecureRandom(), InstantSource.system());
    }

    static KeyRing openOrCreate(
            Path file, SecureRandom random, InstantSource clock, Path... sealedData) {
        new RingOnDisk(file).createUnlessThere(random, clock, sealedData);
        return open(file, random, clock);
    }

    private static KeyRing open(Path file, SecureRandom random, InstantSource clock) {
        RingOnDisk disk = new RingOnDisk(file);
        return disk.opened(() -> {
            // Before the content: what changes in between is read again.
            RingOnDisk.Stamp stamp = disk.stamp();
            return new KeyRing(disk, stamp, disk.read(), random, clock);
        });
    }

    /// The key that new values are sealed under.
    public KeyId activeId() {
        return content.activeAt(clock.instant());
    }

    /// The key that is going to be active, if there is one.
    public Optional<KeyId> nextId() {
        Instant now = clock.instant();
        return content.next().filter(next -> now.isBefore(next.at())).map(RingContent.Next::id);
    }

    /// When the next key is going to be active.
    public Optional<Instant> nextAt() {
        Instant now = clock.instant();
        return content.next().map(RingContent.Next::at).filter(now::isBefore);
    }

    /// All keys, oldest first.
    public List<KeyId> ids() {
        return idsOf(content);
    }

    private static List<KeyId> idsOf(RingContent of) {
        return of.entries().stream().map(RingContent.Entry::id).toList();
    }

    public boolean has(KeyId id) {
        if (content.find(id).isPresent()) {
            return true;
        }
        var _ = refresh(); // false also where another thread has just done it
        return content.find(id).isPresent();
    }

    /// Takes up what the file says now. A file that can't be read, or is another ring, changes
    /// nothing but the log. True if anything was taken up.
    public boolean refresh() {
        try {
            if (disk.stamp().equals(stamp)) {
                return false;
            }
        } catch (IOException e) {
            LOG.error(
                    "the key ring is not there any more, and kept as it was read: {}",
                    e.toString());
            return false;
        }
        rotation.lock();
        try {
            RingOnDisk.Stamp found = disk.stamp();
            if (found.equals(stamp)) {
                return true; // another thread was faster
            }
            try {
                take(disk.read());
                return true;
            } finally {
                // Behind the content, for those who look without the lock; and told of once,
                // whatever came of it.
                stamp = found;
            }
        } catch (IOException | KeyRingException e) {
            LOG.error("the key ring was changed and is kept as it was: {}", e.getMessage());
            return false;
        } finally {
            rotation.unlock();
        }
    }

    private void take(RingContent found) {
        if (found.find(activeId()).isEmpty()) {
            throw new KeyRingException(
                    KeyRingException.Reason.MALFORMED,
                    "the file is another ring, without the active key " + activeId());
        }
        content = found;
        LOG.atInfo()
                .addKeyValue("keys", found.entries().size())
                .addKeyValue("active", activeId())
                .addKeyValue("next", nextId().map(KeyId::toString).orElse("none"))
                .addKeyValue("at", nextAt().map(Instant::toString).orElse("-"))
                .log("the key ring was taken up");
    }

    /// A 256-bit key of its own for a purpose: the same for the same key of the ring and purpose,
    /// unrelated to all others (HKDF-SHA256). The caller closes it.
    ///
    /// @throws KeyRingException if the ring has no such key
    public SecretBytes derive(String purpose, KeyId id) {
        byte[] info = (PURPOSES + purpose).getBytes(StandardCharsets.UTF_8);
        var _ = has(id); // looks at the file where it is not known
        return content.find(id)
                .orElseThrow(() ->
                        new KeyRingException(
                                KeyRingException.Reason.UNKNOWN_KEY,
                                "the key ring has no key " + id))
                .key()
                .use(secret -> SecretBytes.takeFrom(JdkCrypto.hkdf(secret, info, KEY_BYTES)));
    }

    /// Adds a new key and makes it the active one, durably, before anything is sealed under it.
    public KeyId rotate() {
        return rotate(Duration.ZERO);
    }

    /// Adds a new key that is active from a time on, by the clock of each who reads the file.
    ///
    /// @param overlap longer than it takes until all who share the ring have the new file, and than
    ///   their clocks differ
    /// @throws KeyRingException [KeyRingException.Reason#NOT_NOW] while the last rotation has not
    ///   come to its time
    public KeyId rotate(Duration overlap) {
        return change(
                        "rotated",
                        current -> {
                            Instant now = clock.instant();
                            current.next()
                                    .filter(next -> now.isBefore(next.at()))
                                    .ifPresent(next -> {
                                        throw new KeyRingException(
                                                KeyRingException.Reason.NOT_NOW,
                                                "the key "
                                                        + next.id()
                                                        + " is to be active at "
                                                        + next.at()
                                                        + ": rotate again behind that");
                                    });
                            RingContent.Entry added =
                                    RingContent.Entry.fresh(
                                            random, now, Set.copyOf(idsOf(current)));
                            return current.plus(added, now, RingFile.seconds(now.plus(overlap)));
                        })
                .entries()
                .getLast()
                .id();
    }

    /// Removes a key, for good: what is still sealed under it is lost. The caller has made sure
    /// that nothing is.
    ///
    /// @throws KeyRingException [KeyRingException.Reason#NOT_NOW] if it is active or next, or the
    ///   one that followed has not been active for [#KEPT]
    public void retire(KeyId id) {
        var _ =
                change(
                        "changed",
                        current -> {
                            Instant now = clock.instant();
                            if (current.find(id).isEmpty()) {
                                throw new KeyRingException(
                                        KeyRingException.Reason.UNKNOWN_KEY,
                                        "the key ring has no key " + id);
                            }
                            boolean needed =
                                    id.equals(current.activeAt(now))
                                            || current.next()
                                                    .filter(next -> next.id().equals(id))
                                                    .isPresent();
                            if (needed) {
                                throw new KeyRingException(
                                        KeyRingException.Reason.NOT_NOW,
                                        "the key "
                                                + id
                                                + " is the one to seal under: rotate first");
                            }
                            Instant free = current.activeSince(now).plus(KEPT);
                            if (now.isBefore(free)) {
                                throw new KeyRingException(
                                        KeyRingException.Reason.NOT_NOW,
                                        "challenges and sessions under the key "
                                                + id
                                                + " may be in use: retire it after "
                                                + free);
                            }
                            return current.without(id, now);
                        });
    }

    private RingContent change(String what, UnaryOperator<RingContent> changing) {
        rotation.lock();
        try {
            RingContent next = changing.apply(disk.read());
            disk.replace(next);
            content = next;
            stamp = disk.stamp();
            return next;
        } catch (IOException e) {
            throw new KeyRingException(
                    KeyRingException.Reason.IO,
                    "key ring " + disk + " is not " + what + ": " + e.getMessage(),
                    e);
        } finally {
            rotation.unlock();
        }
    }

    @Override
    public String toString() {
        return "KeyRing[" + disk + ", active " + activeId() + ", " + ids().size() + " keys]";
    }
}
