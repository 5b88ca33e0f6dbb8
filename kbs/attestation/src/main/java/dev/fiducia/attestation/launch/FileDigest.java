package dev.fiducia.attestation.launch;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/// The length and the hashes of a file of which nothing else matters, such as an initrd. Immutable.
public final class FileDigest {

    /// An initrd for which the boot protocol has no room is none.
    public static final long MAX_LENGTH = 1L << 32;

    private static final int PIECE = 1 << 16;

    private final long length;
    private final byte[] sha256;
    private final byte[] sha384;

    private FileDigest(long length, byte[] sha256, byte[] sha384) {
        this.length = length;
        this.sha256 = sha256;
        this.sha384 = sha384;
    }

    /// Hashes these bytes.
    public static FileDigest of(byte[] bytes, CryptoSuite crypto) {
        return new FileDigest(
                bytes.length,
                crypto.digest(HashAlgorithm.SHA256, bytes),
                crypto.digest(HashAlgorithm.SHA384, bytes));
    }

    /// Hashes a stream to its end without holding it.
    ///
    /// @throws RefusedException where it has more than [#MAX_LENGTH] bytes
    public static FileDigest of(InputStream in, CryptoSuite crypto)
            throws IOException, RefusedException {
        MessageDigest sha256 = crypto.hashing(HashAlgorithm.SHA256);
        MessageDigest sha384 = crypto.hashing(HashAlgorithm.SHA384);
        byte[] piece = new byte[PIECE];
        long length = 0;
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            length += read;
            if (length > MAX_LENGTH) {
                throw RefusedException.of(
                        "file-too-large", "The file has more than " + MAX_LENGTH + " bytes");
            }
            sha256.update(piece, 0, read);
            sha384.update(piece, 0, read);
        }
        return new FileDigest(length, sha256.digest(), sha384.digest());
    }

    public long length() {
        return length;
    }

    /// 32 bytes.
    public byte[] sha256() {
        return sha256.clone();
    }

    /// 48 bytes.
    public byte[] sha384() {
        return sha384.clone();
    }
}
