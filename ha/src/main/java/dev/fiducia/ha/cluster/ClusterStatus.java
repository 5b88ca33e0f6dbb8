package dev.fiducia.ha.cluster;

import java.util.List;

/// How the cluster looks from one replica.
///
/// @param used whether what the cluster keeps is used: enough members, and none a stranger
/// @param majority how many members it takes
/// @param sessions how many sessions this replica keeps as their owner
public record ClusterStatus(
        String name, boolean used, int majority, long sessions, List<Member> members) {

    public ClusterStatus {
        members = List.copyOf(members);
    }

    /// One member.
    ///
    /// @param self the replica that was asked
    /// @param proved whether it has shown that it has the key ring
    public record Member(String id, String address, boolean self, boolean proved) {}
}
