package dev.fiducia.policy.check;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The signatures of all built-in functions of OPA, whether they are implemented here or not.
public final class Signatures {
    private static final Map<String, Signature> ALL = read();

    private Signatures() {}

    /// The signature of a built-in function, or null where there is none of that name.
    public static @Nullable Signature of(String name) {
        return ALL.get(name);
    }

    public static Set<String> names() {
        return ALL.keySet();
    }

    private static Map<String, Signature> read() {
        Map<String, Signature> all = new HashMap<>();
        try (InputStream in = Signatures.class.getResourceAsStream("signatures.txt")) {
            if (in == null) {
                throw new IllegalStateException("the table of signatures is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            text.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(TypeText::signature)
                    .forEach(signature -> all.put(signature.name(), signature));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(all);
    }
}
