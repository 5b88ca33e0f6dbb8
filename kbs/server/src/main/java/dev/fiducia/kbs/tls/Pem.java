package dev.fiducia.kbs.tls;

import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// PEM text and its blocks.
public final class Pem {
    private Pem() {}

    /// One block.
    public static byte[] write(String type, byte[] der) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, der));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// The content of the first block, which has to be of this type.
    public static byte[] read(byte[] text, String type) throws IOException {
        PemObject block = first(text);
        if (!block.getType().equals(type)) {
            throw new IOException("no PEM block \"" + type + "\"");
        }
        return block.getContent();
    }

    /// The first block.
    public static PemObject first(byte[] text) throws IOException {
        List<PemObject> blocks = blocks(text);
        if (blocks.isEmpty()) {
            throw new IOException("no PEM block");
        }
        return blocks.getFirst();
    }

    /// All blocks in their order.
    static List<PemObject> blocks(byte[] text) throws IOException {
        List<PemObject> blocks = new ArrayList<>();
        String chars = new String(text, StandardCharsets.UTF_8);
        try (PemReader reader = new PemReader(new StringReader(chars))) {
            for (PemObject next = reader.readPemObject();
                    next != null;
                    next = reader.readPemObject()) {
                blocks.add(next);
            }
        } catch (RuntimeException e) {
            throw new IOException("malformed PEM: " + e.getMessage(), e);
        }
        return blocks;
    }
}
