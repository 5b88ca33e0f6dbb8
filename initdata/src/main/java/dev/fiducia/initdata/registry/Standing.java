package dev.fiducia.initdata.registry;

import java.util.List;

/// What a value that evidence shows stands for in the registry at an instant. Only
/// [Known#isInForce()] is a reason to release anything.
public sealed interface Standing {

    /// The document is not registered.
    record Unregistered() implements Standing {}

    /// It is this revision.
    ///
    /// @param state the state that counts at that instant
    record Known(InitdataRevision revision, RevisionState state) implements Standing {
        /// Whether the administrators stand for it.
        public boolean isInForce() {
            return state == RevisionState.ACTIVE || state == RevisionState.SUPERSEDED;
        }
    }

    /// It can be any of several revisions, so it stands for none of them.
    record Ambiguous(List<InitdataRevision> revisions) implements Standing {
        public Ambiguous {
            revisions = List.copyOf(revisions);
        }
    }
}
