package dev.fiducia.initdata.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.Optional;

class InitdataRevisionTest {
    private static final Instant NOW = Revisions.NOW;

    private static Optional<Instant> at(String offset) {
        return offset.equals("-")
                ? Optional.empty()
                : Optional.of(NOW.plusSeconds(Long.parseLong(offset)));
    }

    /// Offsets in seconds from now; a beginning belongs to the span, an end does not.
    @ParameterizedTest
    @CsvSource({
        "DRAFT,      -,  -,  -,  DRAFT",
        "DRAFT,      -,  0,  -,  EXPIRED",
        "ACTIVE,     -,  -,  -,  ACTIVE",
        "ACTIVE,     1,  -,  -,  DRAFT",
        "ACTIVE,     0,  -,  -,  ACTIVE",
        "ACTIVE,     -,  1,  -,  ACTIVE",
        "ACTIVE,     -,  0,  -,  EXPIRED",
        "ACTIVE,     -2, -1, -,  EXPIRED",
        "SUPERSEDED, -,  -,  1,  SUPERSEDED",
        "SUPERSEDED, -,  -,  0,  EXPIRED",
        "SUPERSEDED, -,  -,  -,  EXPIRED",
        "SUPERSEDED, -,  0,  1,  EXPIRED",
        "SUPERSEDED, 1,  -,  2,  DRAFT",
        "REVOKED,    -,  -,  -,  REVOKED",
        "REVOKED,    -,  0,  1,  REVOKED",
        "EXPIRED,    -,  1,  1,  EXPIRED"
    })
    void countsByTheTime(
            RevisionState state,
            String notBefore,
            String notAfter,
            String graceUntil,
            RevisionState expected) {
        InitdataRevision revision =
                Revisions.of(state, new Lifetime(at(notBefore), at(notAfter), at(graceUntil)));
        assertThat(revision.stateAt(NOW)).isEqualTo(expected);
        boolean inForce = expected == RevisionState.ACTIVE || expected == RevisionState.SUPERSEDED;
        assertThat(revision.isInForceAt(NOW)).isEqualTo(inForce);
        assertThat(
                        revision.window()
                                .filter(span ->
                                        !NOW.isBefore(span.from()) && NOW.isBefore(span.until()))
                                .isPresent())
                .isEqualTo(inForce);
    }

    @Test
    void refusesALifeThatEndsBeforeItBegins() {
        assertThatThrownBy(() -> new Lifetime(Optional.of(NOW), Optional.of(NOW), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
