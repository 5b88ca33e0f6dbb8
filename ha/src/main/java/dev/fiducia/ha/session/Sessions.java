package dev.fiducia.ha.session;

import java.util.Optional;

/// The attested sessions by id. Thread-safe. A session may be lost at any time (a restart, memory
/// bounds); it never comes back once it has expired.
public interface Sessions {

    /// Keeps a session under an unguessable id, in place of the one that was there.
    void put(String id, Session session);

    /// The session, unless it expired or was lost.
    Optional<Session> get(String id);
}
