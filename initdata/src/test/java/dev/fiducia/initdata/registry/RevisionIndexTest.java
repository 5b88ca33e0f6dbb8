package dev.fiducia.initdata.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.initdata.BoundValue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class RevisionIndexTest {
    private static final InitdataRevision FIRST =
            Revisions.of("a", "demo", 1, RevisionState.ACTIVE);
    private static final InitdataRevision SECOND =
            Revisions.of("b", "demo", 2, RevisionState.REVOKED);
    private static final RevisionIndex INDEX = new RevisionIndex(List.of(SECOND, FIRST));

    private static BoundValue shown(InitdataRevision revision) {
        return BoundValue.expected("snp", revision.document().digest()).orElseThrow();
    }

    private static InitdataRevision twin(String id, RevisionState state) {
        DocumentIdentity document = FIRST.document();
        return Revisions.of(
                new DocumentIdentity(id, document.algorithm(), document.digest(), 1),
                id,
                1,
                state,
                Lifetime.UNLIMITED);
    }

    @Test
    void knowsNothingElse() {
        InitdataRevision other = Revisions.of("c", "other", 1, RevisionState.ACTIVE);
        assertThat(INDEX.standing(shown(other), Revisions.NOW))
                .isInstanceOf(Standing.Unregistered.class);
        BoundValue zeros = BoundValue.observed("snp", "0".repeat(64)).orElseThrow();
        assertThat(INDEX.standing(zeros, Revisions.NOW)).isInstanceOf(Standing.Unregistered.class);
        assertThat(INDEX.find("other", Revisions.NOW)).isEmpty();
        assertThat(INDEX.find("demo", "3")).isEmpty();
        assertThat(INDEX.find("other", FIRST.id())).isEmpty();
        assertThat(INDEX.find("demo", "99999999999999999999")).isEmpty();
        assertThat(INDEX.ofName("other")).isEmpty();
    }

    @Test
    void tellsWhatAValueStandsFor() {
        assertThat(INDEX.standing(shown(FIRST), Revisions.NOW))
                .isEqualTo(new Standing.Known(FIRST, RevisionState.ACTIVE));
        Standing revoked = INDEX.standing(shown(SECOND), Revisions.NOW);
        assertThat(revoked).isEqualTo(new Standing.Known(SECOND, RevisionState.REVOKED));
        assertThat(((Standing.Known) revoked).isInForce()).isFalse();
    }

    @Test
    void standsForNoneOfSeveralThatShowTheSame() {
        for (RevisionState state : List.of(RevisionState.ACTIVE, RevisionState.DRAFT)) {
            RevisionIndex index = new RevisionIndex(List.of(FIRST, twin("1", state)));
            assertThat(index.standing(shown(FIRST), Revisions.NOW))
                    .isInstanceOf(Standing.Ambiguous.class);
        }
        RevisionIndex index = new RevisionIndex(List.of(FIRST, twin("1", RevisionState.REVOKED)));
        assertThat(index.standing(shown(FIRST), Revisions.NOW))
                .isInstanceOfSatisfying(
                        Standing.Known.class,
                        known -> assertThat(known.state()).isEqualTo(RevisionState.REVOKED));
    }

    @Test
    void findsTheNewestInForceByName() {
        assertThat(INDEX.find("demo", Revisions.NOW)).contains(FIRST);
        assertThat(INDEX.find("sha256:" + SECOND.id(), Revisions.NOW)).contains(SECOND);
        assertThat(INDEX.find("demo", "2")).contains(SECOND);
        assertThat(INDEX.find("demo", SECOND.id())).contains(SECOND);
        assertThat(INDEX.after(Optional.empty())).hasSize(2);
    }
}
