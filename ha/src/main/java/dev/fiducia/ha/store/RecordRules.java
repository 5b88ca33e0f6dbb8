package dev.fiducia.ha.store;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// What holds of the records of every sound store, asked of one after the other in their order.
final class RecordRules {

    private final StoreState state;
    private @Nullable Namespace lastNamespace;
    private byte[] lastKey = new byte[0];

    RecordRules(StoreState state) {
        this.state = state;
    }

    /// What is wrong with how far a store says it has come.
    static Optional<String> objection(StoreState state) {
        if (state.lastCommit() < 0) {
            return Optional.of("the number of the last commit is negative");
        }
        return state.generations().entrySet().stream()
                .filter(each -> each.getValue() < 1 || each.getValue() > state.lastCommit())
                .findFirst()
                .map(each ->
                        "the namespace "
                                + each.getKey()
                                + " was last changed by commit "
                                + each.getValue()
                                + ", the last of all is "
                                + state.lastCommit());
    }

    /// What is wrong with the next record.
    Optional<String> objection(Namespace ns, String key, long version) {
        boolean form = RecordLimits.isKey(key);
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        int place = lastNamespace == null ? 1 : ns.name().compareTo(lastNamespace.name());
        boolean behind = place > 0 || (place == 0 && Arrays.compareUnsigned(bytes, lastKey) > 0);
        lastNamespace = ns;
        lastKey = bytes;
        if (!form) {
            return Optional.of("its key is not one that a record may have");
        }
        if (!behind) {
            return Optional.of("it is out of order, or there twice");
        }
        if (version < 1 || version > state.generation(ns)) {
            return Optional.of(
                    "it is at version "
                            + version
                            + ", its namespace was last changed by commit "
                            + state.generation(ns));
        }
        return Optional.empty();
    }
}
