package dev.fiducia.rvps;

import java.util.List;

/// What became of a request to delete a reference value.
///
/// @param deleted true if there was something of the source that asked
/// @param remaining the other sources that still vouch for the name: what they say stays in force
///   until it is withdrawn there
public record Deletion(boolean deleted, List<Source> remaining) {

    public Deletion {
        remaining = List.copyOf(remaining);
    }
}
