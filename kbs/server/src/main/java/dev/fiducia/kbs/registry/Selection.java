package dev.fiducia.kbs.registry;

import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.RevisionIndex;
import dev.fiducia.initdata.registry.RevisionState;

import java.util.List;

/// Which revisions a change is about; none when there is no such revision.
@FunctionalInterface
public interface Selection {
    List<InitdataRevision> in(RevisionIndex index);

    /// The revision of this id or digest.
    static Selection document(String reference) {
        return index -> index.byIdOrDigest(reference).stream().toList();
    }

    /// A revision of a name, by number, id or digest.
    static Selection revision(String name, String reference) {
        return index -> index.find(name, reference).stream().toList();
    }

    /// The revision of this id or digest, or all of this name that are not revoked yet: whoever
    /// revokes a name means that nothing is released to it any more. When all are revoked, the
    /// newest.
    static Selection allOf(String reference) {
        return index -> {
            List<InitdataRevision> one = document(reference).in(index);
            if (!one.isEmpty()) {
                return one;
            }
            List<InitdataRevision> all = index.ofName(reference).reversed();
            List<InitdataRevision> left =
                    all.stream().filter(each -> each.state() != RevisionState.REVOKED).toList();
            return left.isEmpty() ? all.stream().limit(1).toList() : left;
        };
    }
}
