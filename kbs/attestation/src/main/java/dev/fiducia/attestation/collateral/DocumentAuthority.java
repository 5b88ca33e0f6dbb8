package dev.fiducia.attestation.collateral;

import dev.fiducia.attestation.evidence.RefusedException;

import java.util.Optional;
import java.util.function.Function;

/// Knows a vendor's documents and tells genuine ones.
public interface DocumentAuthority {

    /// Whether the id is one of this vendor's.
    boolean isFor(DocumentId id);

    /// Checks signatures up to a trusted root, that the signer is not revoked as far as is known,
    /// and that the document is about what its id says. Dates are left to the caller.
    ///
    /// @param held other documents that are known to be genuine
    /// @throws RefusedException when it is not genuine
    Facts check(Document document, Function<DocumentId, Optional<Document>> held)
            throws RefusedException;
}
