package dev.fiducia.ha.store;

import java.util.List;
import java.util.Optional;

/// Part of a listing, in the order of the keys' UTF-8 bytes.
///
/// @param next what to pass as `after` for the page that follows; empty on the last one
/// @param generation the namespace's generation that this page was read at: pages that carry the
///   same one belong to one unchanged state
public record RecordPage(List<StoredRecord> records, Optional<String> next, long generation) {

    public RecordPage {
        records = List.copyOf(records);
    }
}
