package dev.fiducia.kbs.handshake;

import dev.fiducia.ha.seal.KeyId;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.seal.SecretBytes;

import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The challenge keys that belong to a key ring: one derived from each of its keys, so that all who
/// share the ring check one another's challenges, and a rotation leaves those in flight valid.
public final class RingChallengeKeys implements ChallengeKeys, AutoCloseable {
    private static final String PURPOSE = "challenge-mac";
    private static final int ID_DIGITS = 8;

    private final KeyRing ring;
    private final Map<KeyId, SecretBytes> derived = new ConcurrentHashMap<>();

    public RingChallengeKeys(KeyRing ring) {
        this.ring = ring;
    }

    @Override
    public String currentId() {
        return ring.activeId().toString();
    }

    @Override
    public Optional<SecretBytes> key(String id) {
        return parse(id)
                .filter(ring::has)
                .map(known -> derived.computeIfAbsent(known, k -> ring.derive(PURPOSE, k)));
    }

    @Override
    public void close() {
        derived.values().forEach(SecretBytes::close);
        derived.clear();
    }

    private static Optional<KeyId> parse(String id) {
        boolean form =
                id.length() == ID_DIGITS
                        && id.chars()
                                .allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        return form
                ? Optional.of(HexFormat.fromHexDigits(id)).filter(v -> v != 0).map(KeyId::new)
                : Optional.empty();
    }
}
