package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import dev.fiducia.kbs.config.FiduciaConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.List;

class RehearsalTest {
    private final Logger fiducia = (Logger) LoggerFactory.getLogger("dev.fiducia");
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();

    @BeforeEach
    void listen() {
        heard.start();
        fiducia.addAppender(heard);
    }

    @AfterEach
    void listenNoMore() {
        fiducia.detachAppender(heard);
    }

    @Test
    void isLeftOutWhereNoneIsWanted() throws Exception {
        Rehearsal.before(config("[management]\nrehearsal_seconds = 0\n"));
        assertThat(heard.list).isEmpty();
    }

    @Test
    void leavesNoWordButItsOwn() throws Exception {
        var level = fiducia.getLevel();
        Rehearsal.before(config("[management]\nrehearsal_seconds = 1\n"));
        assertThat(messages()).containsExactly("rehearsed");
        assertThat(fiducia.getLevel()).isEqualTo(level);
    }

    /// What can't be had for practice is not worth refusing to serve.
    @Test
    void itsFailureIsToldAndNoMore() throws Exception {
        Rehearsal.before(config(""), Path.of("/dev/null"));
        assertThat(messages()).singleElement().asString().startsWith("no rehearsal");
    }

    private List<String> messages() {
        return heard.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static FiduciaConfig config(String toml) throws Exception {
        return FiduciaConfig.parse(toml, "test");
    }
}
