package dev.fiducia.attestation.collateral;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// The order in which documents are taken in.
public final class DocumentOrder {

    private DocumentOrder() {}

    /// Roots' lists of revoked certificates first, then other lists: signers of the rest are looked
    /// up in them.
    public static List<DocumentId> listsFirst(Collection<DocumentId> ids) {
        return ids.stream()
                .sorted(
                        Comparator.comparing((DocumentId id) -> !id.name().endsWith("/root/crl"))
                                .thenComparing(id -> !id.kind().equals("crl"))
                                .thenComparing(DocumentId::name))
                .toList();
    }
}
