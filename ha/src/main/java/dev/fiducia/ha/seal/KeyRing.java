package dev.fiducia.ha.seal;

import dev.fiducia.ha.file.OwnerOnly;
import dev.fiducia.ha.file.UnsafeFileException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// The keys that data at rest is sealed under, in a file that only its owner may read. One key is
/// active; the others open what was sealed before a rotation. Every use of a key goes through a key
/// derived for it. Thread-safe; one process at a time may rotate.
public final class KeyRing {

    private static final int KEY_BYTES = 32;
    private static final String PURPOSES = "fiducia/1/";

    private final Path file;
    private final SecureRandom random;
    private final InstantSource clock;
    private final ReentrantLock rotation = new ReentrantLock();
    private volatile RingContent content;

    private KeyRing(Path file, RingContent content, SecureRandom random, InstantSource clock) {
        this.file = file;
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

    private static KeyRing open(Path file, SecureRandom random, InstantSource clock) {
        try {
            return new KeyRing(file, read(file), random, clock);
        } catch (UnsafeFileException e) {
            throw new KeyRingException(
                    KeyRingException.Reason.UNSAFE, "key ring: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new KeyRingException(
                    KeyRingException.Reason.MISSING, "there is no key ring " + file, e);
        } catch (IOException e) {
            throw new KeyRingException(
                    KeyRingException.Reason.IO, "key ring " + file + ": " + e.getMessage(), e);
        }
    }

    static KeyRing openOrCreate(
            Path file, SecureRandom random, InstantSource clock, Path... sealedData) {
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                refuseToOrphan(file, sealedData);
                create(file, random, clock);
            }
        } catch (UnsafeFileException e) {
            throw new KeyRingException(
                    KeyRingException.Reason.UNSAFE, "key ring: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new KeyRingException(
                    KeyRingException.Reason.IO, "key ring " + file + ": " + e.getMessage(), e);
        }
        return open(file, random, clock);
    }

    /// The key that new values are sealed under.
    public KeyId activeId() {
        return content.active();
    }

    /// All keys, oldest first.
    public List<KeyId> ids() {
        return content.entries().stream().map(RingContent.Entry::id).toList();
    }

    public boolean has(KeyId id) {
        return content.find(id).isPresent();
    }

    /// A 256-bit key of its own for a purpose: the same for the same key of the ring and purpose,
    /// unrelated to all others (HKDF-SHA256). The caller closes it.
    ///
    /// @throws KeyRingException if the ring has no such key
    public SecretBytes derive(String purpose, KeyId id) {
        byte[] info = (PURPOSES + purpose).getBytes(StandardCharsets.UTF_8);
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
        rotation.lock();
        try {
            RingContent current = read(file);
            RingContent.Entry added = newEntry(random, clock, Set.copyOf(ids()));
            RingContent next = current.plus(added);
            byte[] text = RingFile.write(next);
            try {
                OwnerOnly.replace(file, text);
            } finally {
                Arrays.fill(text, (byte) 0);
            }
            content = next;
            return added.id();
        } catch (IOException e) {
            throw new KeyRingException(
                    KeyRingException.Reason.IO,
                    "key ring " + file + " is not rotated: " + e.getMessage(),
                    e);
        } finally {
            rotation.unlock();
        }
    }

    @Override
    public String toString() {
        return "KeyRing[" + file + ", active " + activeId() + ", " + ids().size() + " keys]";
    }

    private static void refuseToOrphan(Path file, Path... sealedData) {
        for (Path data : sealedData) {
            if (Files.exists(data, LinkOption.NOFOLLOW_LINKS)) {
                throw new KeyRingException(
                        KeyRingException.Reason.MISSING,
                        "the key ring "
                                + file
                                + " is missing, but "
                                + data
                                + " holds data that was sealed under it: bring the ring back from a backup. A new"
                                + " ring could open none of that data");
            }
        }
    }

    private static void create(Path file, SecureRandom random, InstantSource clock)
            throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            OwnerOnly.folder(folder);
        }
        RingContent.Entry first = newEntry(random, clock, Set.of());
        byte[] text = RingFile.write(new RingContent(first.id(), List.of(first)));
        try {
            OwnerOnly.create(file, text);
        } catch (FileAlreadyExistsException _) {
            // Another process was faster: its ring is the one to open.
        } finally {
            Arrays.fill(text, (byte) 0);
            first.key().close();
        }
    }

    private static RingContent.Entry newEntry(
            SecureRandom random, InstantSource clock, Set<KeyId> taken) {
        int id;
        do {
            id = random.nextInt();
        } while (id == 0 || taken.contains(new KeyId(id)));
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return new RingContent.Entry(
                new KeyId(id), RingFile.seconds(clock.instant()), SecretBytes.takeFrom(key));
    }

    private static RingContent read(Path file) throws IOException {
        OwnerOnly.check(file);
        if (Files.size(file) > RingFile.MAX_BYTES) {
            throw RingFile.malformed("it is larger than any key ring");
        }
        byte[] text = Files.readAllBytes(file);
        try {
            return RingFile.parse(text);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }
}
