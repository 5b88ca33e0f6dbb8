package dev.fiducia.ha.session;

import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Sessions of a single replica, bounded in number and in size. When a bound is reached the oldest
/// ones go first: their guests attest again.
public final class InMemorySessions implements Sessions {

    private final int maxSessions;
    private final long maxCharacters;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Session> byId = new LinkedHashMap<>();
    private long characters;

    /// @param maxSessions how many to keep
    /// @param maxCharacters how much text to keep in all tokens together
    public InMemorySessions(int maxSessions, long maxCharacters, InstantSource clock) {
        if (maxSessions < 1 || maxCharacters < 1) {
            throw new IllegalArgumentException("sessions need room for at least one");
        }
        this.maxSessions = maxSessions;
        this.maxCharacters = maxCharacters;
        this.clock = clock;
    }

    @Override
    public void put(String id, Session session) {
        lock.lock();
        try {
            drop(id);
            if (isOver(session) || session.token().length() > maxCharacters) {
                return;
            }
            byId.put(id, session);
            characters += session.token().length();
            makeRoom();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Session> get(String id) {
        lock.lock();
        try {
            Session session = byId.get(id);
            if (session != null && isOver(session)) {
                drop(id);
                return Optional.empty();
            }
            return Optional.ofNullable(session);
        } finally {
            lock.unlock();
        }
    }

    /// How many are kept now, expired ones that nobody asked for included.
    public int size() {
        lock.lock();
        try {
            return byId.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean isOver(Session session) {
        return !clock.instant().isBefore(session.expires());
    }

    private void drop(String id) {
        Session old = byId.remove(id);
        if (old != null) {
            characters -= old.token().length();
        }
    }

    /// Sessions of one service all live equally long, so the oldest are the first to expire and a
    /// look at the head is enough; others are bounded by the limits and found when asked for.
    private void makeRoom() {
        Iterator<Session> oldest = byId.values().iterator();
        while (oldest.hasNext()) {
            Session session = oldest.next();
            if (byId.size() <= maxSessions && characters <= maxCharacters && !isOver(session)) {
                return;
            }
            oldest.remove();
            characters -= session.token().length();
        }
    }
}
