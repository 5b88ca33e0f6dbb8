package dev.fiducia.kbs.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.registry.InitdataRevision;

import java.util.List;

/// Tells who loses what when revisions are revoked.
@FunctionalInterface
public interface Affected {
    /// For the answer to a revocation.
    ///
    /// @param revoked at least one, all of one name
    ObjectNode by(List<InitdataRevision> revoked);
}
