package dev.fiducia.kbs.handshake;

import dev.fiducia.ha.seal.SecretBytes;

import java.util.Optional;

/// The keys that challenges are authenticated with. All replicas of one service have the same; an
/// old key stays known at least as long as challenges made with it are valid.
public interface ChallengeKeys {

    /// The id of the key for new challenges: 1 to 64 ASCII characters.
    String currentId();

    /// The 32-byte key of an id that came from outside; empty when there is none.
    Optional<SecretBytes> key(String id);
}
