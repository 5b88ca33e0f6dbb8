package dev.fiducia.ha.seal;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Bytes that must not be printed, compared in leaking time, or left in memory longer than needed.
/// Thread-safe. Not serialisable.
public final class SecretBytes implements AutoCloseable {

    private final byte[] bytes;
    // Closing waits for those who use the bytes: nobody may compute with a half-erased key.
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Keeps a copy. The caller still owns, and should erase, the array.
    public static SecretBytes copyOf(byte[] bytes) {
        return new SecretBytes(bytes.clone());
    }

    /// Keeps a copy and erases the caller's array.
    public static SecretBytes takeFrom(byte[] bytes) {
        SecretBytes secret = copyOf(bytes);
        Arrays.fill(bytes, (byte) 0);
        return secret;
    }

    /// What to do with the bytes.
    @FunctionalInterface
    public interface Use<T extends @Nullable Object, X extends Exception> {
        T apply(byte[] bytes) throws X;
    }

    /// Lends the bytes themselves: they must not be kept, changed, or closed while in use.
    public <T extends @Nullable Object, X extends Exception> T use(Use<T, X> use) throws X {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("this secret has been erased");
            }
            return use.apply(bytes);
        } finally {
            lock.readLock().unlock();
        }
    }

    public int length() {
        return bytes.length;
    }

    /// Erases the bytes, once those who use them are done.
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
            Arrays.fill(bytes, (byte) 0);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Equal content, compared in time that depends on the lengths alone.
    @Override
    public boolean equals(Object other) {
        return other instanceof SecretBytes that
                && use(mine -> that.use(others -> MessageDigest.isEqual(mine, others)));
    }

    /// The length: a hash of the content would tell something about it.
    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "SecretBytes[redacted]";
    }
}
