package dev.fiducia.ha.audit;

/// The end of the chain at some moment. Who keeps one elsewhere can tell later whether the chain
/// still leads through it.
///
/// @param seq the number of the last event; 0 for an empty chain
public record AuditHead(long seq, String hash) {
    static final AuditHead EMPTY = new AuditHead(0, AuditEvent.NOTHING);
}
