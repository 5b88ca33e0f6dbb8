package dev.fiducia.attestation.collateral;

import java.util.List;

/// Where documents come from. Nothing that a source gives is believed before it is checked.
public interface DocumentSource {

    /// Its name in logs and metrics: a path or an address.
    String name();

    /// Whether it is asked over a network: then only when nothing else has a usable document, on a
    /// thread that may wait, within the source's own limits.
    boolean isRemote();

    /// What it has under an id: none, one, or several of which the newest genuine one counts.
    ///
    /// @throws SourceException when it can't tell
    List<Document> find(DocumentId id) throws SourceException;

    /// Looks whether anything changed; true if so. Called in the background and before a document
    /// counts as missing.
    default boolean refresh() {
        return false;
    }

    /// All ids that it has, where it can tell.
    default List<DocumentId> ids() {
        return List.of();
    }
}
