package dev.fiducia.ha.archive;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// AES-256-GCM over the chunks of one archive, under a key of its own. The nonce is `0(3) | number
/// of the chunk(8) | 1 for the last one(1)`: a chunk opens at its place alone, and only the last
/// one as such, so that what was moved, left out, added or cut is found. The header is associated
/// data of every chunk.
final class ChunkCipher {

    /// Bytes of each chunk but the last, which has as many or fewer.
    static final int CHUNK = 64 << 10;

    static final int TAG = 16;

    private final SecretKey key;
    private final byte[] header;
    private long number;

    ChunkCipher(SecretKey key, byte[] header) {
        this.key = key;
        this.header = header.clone();
    }

    byte[] seal(byte[] content, int length, boolean last) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, last).doFinal(content, 0, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM does not work in this runtime", e);
        }
    }

    /// @throws AEADBadTagException if this is not the next chunk of the archive
    byte[] open(byte[] sealed, int length, boolean last) throws AEADBadTagException {
        try {
            return cipher(Cipher.DECRYPT_MODE, last).doFinal(sealed, 0, length);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM does not work in this runtime", e);
        }
    }

    private Cipher cipher(int mode, boolean last) throws GeneralSecurityException {
        byte[] nonce =
                ByteBuffer.allocate(12)
                        .position(3)
                        .putLong(number++)
                        .put((byte) (last ? 1 : 0))
                        .array();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
        cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
        cipher.updateAAD(header);
        return cipher;
    }
}
