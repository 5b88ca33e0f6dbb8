package dev.fiducia.initdata.config;

import java.util.Optional;

/// What both files have.
final class Shared {

    private Shared() {}

    static Optional<Located<String>> logLevel(ConfigTable file) {
        Optional<ConfigTable> log = file.table("log");
        Optional<Located<String>> level = log.flatMap(table -> table.text("level"));
        log.ifPresent(ConfigTable::finish);
        return level;
    }
}
