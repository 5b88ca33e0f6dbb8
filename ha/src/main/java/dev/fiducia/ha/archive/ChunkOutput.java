package dev.fiducia.ha.archive;

import java.io.IOException;
import java.io.OutputStream;

/// Encrypts what is written, chunk by chunk. [#finish()] ends it; closing alone does not.
final class ChunkOutput extends OutputStream {

    private final OutputStream out;
    private final ChunkCipher cipher;
    private final byte[] chunk = new byte[ChunkCipher.CHUNK];
    private int filled;

    ChunkOutput(OutputStream out, ChunkCipher cipher) {
        this.out = out;
        this.cipher = cipher;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (filled == chunk.length) {
                // Now it is known not to be the last one.
                out.write(cipher.seal(chunk, filled, false));
                filled = 0;
            }
            int part = Math.min(chunk.length - filled, length - done);
            System.arraycopy(bytes, offset + done, chunk, filled, part);
            filled += part;
            done += part;
        }
    }

    void finish() throws IOException {
        out.write(cipher.seal(chunk, filled, true));
        out.flush();
    }
}
