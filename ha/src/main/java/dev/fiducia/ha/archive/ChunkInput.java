package dev.fiducia.ha.archive;

import dev.fiducia.ha.archive.ArchiveException.Reason;

import java.io.IOException;
import java.io.InputStream;

import javax.crypto.AEADBadTagException;

/// Decrypts chunk by chunk. Nothing of a chunk is given before all of it is authentic; the end is
/// given only where the archive itself says that it ends.
final class ChunkInput extends InputStream {

    private final InputStream in;
    private final ChunkCipher cipher;
    private byte[] sealed;
    private int sealedLength;
    private byte[] chunk = new byte[0];
    private int position;
    private boolean first = true;
    private boolean ended;

    ChunkInput(InputStream in, ChunkCipher cipher) throws IOException {
        this.in = in;
        this.cipher = cipher;
        this.sealed = new byte[ChunkCipher.CHUNK + ChunkCipher.TAG];
        this.sealedLength = in.readNBytes(sealed, 0, sealed.length);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == chunk.length) {
            if (ended) {
                return -1;
            }
            next();
        }
        int part = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, bytes, offset, part);
        position += part;
        return part;
    }

    /// Reads one chunk ahead: what nothing follows has to be the last one.
    private void next() throws IOException {
        byte[] following = new byte[ChunkCipher.CHUNK + ChunkCipher.TAG];
        int followingLength =
                sealedLength < sealed.length ? 0 : in.readNBytes(following, 0, following.length);
        boolean last = followingLength == 0;
        if (sealedLength < ChunkCipher.TAG) {
            throw damaged();
        }
        try {
            chunk = cipher.open(sealed, sealedLength, last);
        } catch (AEADBadTagException _) {
            throw first
                    ? new ArchiveException(
                            Reason.WRONG_KEY,
                            "it does not open: another key or passphrase, or it is damaged")
                    : damaged();
        }
        first = false;
        position = 0;
        ended = last;
        sealed = following;
        sealedLength = followingLength;
    }

    private static ArchiveException damaged() {
        return new ArchiveException(
                Reason.DAMAGED, "it was cut, changed or put together anew: nothing of it is used");
    }
}
