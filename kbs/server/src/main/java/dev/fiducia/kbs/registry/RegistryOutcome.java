package dev.fiducia.kbs.registry;

import dev.fiducia.initdata.lint.Finding;
import dev.fiducia.initdata.registry.InitdataRevision;

import java.util.List;

/// What became of a change to the registry.
public sealed interface RegistryOutcome {

    /// The revisions are as asked.
    ///
    /// @param revisions those that were asked for, at least one
    /// @param findings what was found in the document on the way
    record Done(List<VersionedRevision> revisions, Effect effect, List<Finding> findings)
            implements RegistryOutcome {
        public Done {
            revisions = List.copyOf(revisions);
            findings = List.copyOf(findings);
        }

        /// The one that was asked for, or the first of them.
        public InitdataRevision revision() {
            return revisions.getFirst().revision();
        }

        /// The version of its record.
        public long version() {
            return revisions.getFirst().version();
        }
    }

    /// Nothing was changed.
    ///
    /// @param code stable name of the reason
    /// @param message what is wrong and what to do about it
    /// @param findings what was found in the document, if that is the reason
    record Refused(Kind kind, String code, String message, List<Finding> findings)
            implements RegistryOutcome {
        public Refused {
            findings = List.copyOf(findings);
        }

        static Refused of(Kind kind, String code, String message) {
            return new Refused(kind, code, message, List.of());
        }
    }

    /// What it took.
    enum Effect {
        CREATED,
        CHANGED,
        UNCHANGED,
        /// The same request did it before.
        REPLAYED
    }

    /// Whose turn it is.
    enum Kind {
        /// The request is wrong.
        INVALID,
        /// It takes somebody else to do it.
        FORBIDDEN,
        /// There is no such document.
        UNKNOWN,
        /// The request does not fit what is there.
        CONFLICT,
        /// Somebody changed it since the version that the request names.
        STALE,
        /// Too many others are at it: try again.
        BUSY
    }
}
