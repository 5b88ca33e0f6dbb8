package dev.fiducia.kbs.registry;

import dev.fiducia.ha.store.Change;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.Window;
import dev.fiducia.rvps.InitdataReferences;
import dev.fiducia.rvps.ReferenceValues;
import dev.fiducia.rvps.RvpsException;
import dev.fiducia.rvps.Source;
import dev.fiducia.rvps.SourceEdit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Keeps the reference values those of the revisions in force: each contributes under a source of
/// its own while its window lasts, and what others contributed stays as it is.
final class RegistryReferences {
    private final ReferenceValues references;

    RegistryReferences(ReferenceValues references) {
        this.references = references;
    }

    /// What has become of a revision; one that is new had no window before.
    record Move(Optional<Window> before, InitdataRevision after) {}

    /// The changes that these moves make, for the caller's commit.
    ///
    /// @param documents the document of a revision; asked only for what contributes from now on
    List<Change> changes(List<Move> moves, Function<InitdataRevision, InitdataDocument> documents)
            throws RvpsException {
        List<SourceEdit> edits = new ArrayList<>();
        for (Move move : moves) {
            Optional<Window> after = move.after().window();
            if (move.before().equals(after)) {
                continue;
            }
            Source source = Source.initdata(move.after().id());
            if (move.before().isPresent()) {
                edits.add(new SourceEdit.Remove(source));
            }
            after.ifPresent(window ->
                    edits.add(
                            new SourceEdit.Add(
                                    source,
                                    InitdataReferences.of(documents.apply(move.after())),
                                    window.from(),
                                    window.until())));
        }
        return edits.isEmpty() ? List.of() : references.changes(edits);
    }
}
