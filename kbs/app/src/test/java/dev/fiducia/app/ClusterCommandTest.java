package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.junit.jupiter.api.Test;

class ClusterCommandTest {

    private static String clock(double ahead, boolean wrong) {
        return ClusterCommand.clock(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("ahead_seconds", ahead)
                        .put("wrong", wrong));
    }

    @Test
    void saysWhatToDoAboutAWrongClock() {
        assertThat(clock(-95.04, true)).isEqualTo("clock: 95.0 s behind the database's: SET IT");
        assertThat(clock(3600, true)).isEqualTo("clock: 3600.0 s ahead of the database's: SET IT");
        assertThat(clock(0.25, false)).isEqualTo("clock: 0.3 s ahead of the database's");
    }
}
