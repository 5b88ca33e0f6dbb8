package dev.fiducia.initdata.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

class TransitionTest {
    private static final Instant NOW = Revisions.NOW;
    private static final Transition SUPERSEDE = new Transition.Supersede(Duration.ofHours(1));

    private static final Lifetime OVER =
            new Lifetime(Optional.empty(), Optional.of(NOW), Optional.empty());

    private static Transition named(String name) {
        return switch (name) {
            case "activate" -> new Transition.Activate(false);
            case "reinstate" -> new Transition.Activate(true);
            case "supersede" -> SUPERSEDE;
            case "revoke" -> new Transition.Revoke();
            case "expire" -> new Transition.Expire();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String outcome(Transition.Result result) {
        return switch (result) {
            case Transition.Result.Refused(String code, String _) -> code;
            case Transition.Result.Unchanged _ -> "unchanged";
            case Transition.Result.Changed(InitdataRevision revision) ->
                    revision.state().wireName();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "DRAFT,      activate,  active",
        "DRAFT,      supersede, initdata-not-in-force",
        "DRAFT,      revoke,    revoked",
        "DRAFT,      expire,    expired",
        "ACTIVE,     activate,  unchanged",
        "ACTIVE,     supersede, superseded",
        "ACTIVE,     revoke,    revoked",
        "ACTIVE,     expire,    expired",
        "SUPERSEDED, activate,  active",
        "SUPERSEDED, supersede, initdata-not-in-force",
        "SUPERSEDED, revoke,    revoked",
        "SUPERSEDED, expire,    expired",
        "REVOKED,    activate,  initdata-revoked",
        "REVOKED,    reinstate, initdata-reason-missing",
        "REVOKED,    supersede, initdata-not-in-force",
        "REVOKED,    revoke,    unchanged",
        "REVOKED,    expire,    initdata-revoked",
        "EXPIRED,    activate,  active",
        "EXPIRED,    supersede, initdata-not-in-force",
        "EXPIRED,    revoke,    revoked",
        "EXPIRED,    expire,    unchanged"
    })
    void leadsFromStateToState(RevisionState from, String transition, String expected) {
        InitdataRevision revision = Revisions.of(from, Lifetime.UNLIMITED);
        assertThat(outcome(named(transition).of(revision, Revisions.note()))).isEqualTo(expected);
    }

    @Test
    void reinstatesOnlyWithAReason() {
        InitdataRevision revoked = Revisions.of(RevisionState.REVOKED, Lifetime.UNLIMITED);
        Note reasoned = new Note(NOW, "test", Optional.of("revoked by mistake"));
        assertThat(outcome(new Transition.Activate(true).of(revoked, reasoned)))
                .isEqualTo("active");
        assertThat(outcome(new Transition.Activate(false).of(revoked, reasoned)))
                .isEqualTo("initdata-revoked");
    }

    @ParameterizedTest
    @EnumSource(
            value = RevisionState.class,
            names = {"DRAFT", "ACTIVE", "SUPERSEDED", "EXPIRED"})
    void activatesNothingWhoseTimeIsOver(RevisionState from) {
        assertThat(
                        outcome(
                                new Transition.Activate(false)
                                        .of(Revisions.of(from, OVER), Revisions.note())))
                .isEqualTo("initdata-expired");
    }

    @Test
    void givesGraceFromNowOn() {
        InitdataRevision active = Revisions.of(RevisionState.ACTIVE, Lifetime.UNLIMITED);
        Transition.Result result = SUPERSEDE.of(active, Revisions.note());
        InitdataRevision superseded = ((Transition.Result.Changed) result).revision();
        assertThat(superseded.isInForceAt(NOW.plusSeconds(3599))).isTrue();
        assertThat(superseded.isInForceAt(NOW.plusSeconds(3600))).isFalse();
        assertThat(outcome(SUPERSEDE.of(superseded, Revisions.note()))).isEqualTo("unchanged");
        InitdataRevision again =
                ((Transition.Result.Changed)
                                new Transition.Activate(false).of(superseded, Revisions.note()))
                        .revision();
        assertThat(again.lifetime()).isEqualTo(Lifetime.UNLIMITED);
    }

    @Test
    void refusesAGraceWithoutMeaning() {
        assertThatThrownBy(() -> new Transition.Supersede(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Transition.Supersede(Duration.ofDays(367)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
