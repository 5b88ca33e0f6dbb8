package dev.fiducia.policy.bench;

import dev.fiducia.policy.Profile;
import dev.fiducia.policy.RegoVersion;
import dev.fiducia.policy.value.RegoJson;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoValue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A recorded policy of the Kata agent with its requests; `-Dvectors=DIR` says where they are.
record AgentPolicy(String text, List<String> lines) {
    private static final String REQUEST = "[\"ep\":\"CreateContainerRequest\",";

    static Path folder() {
        return Path.of(System.getProperty("vectors", "shared/vectors"), "kata");
    }

    static boolean areAtHand() {
        return Files.isDirectory(folder());
    }

    static AgentPolicy read(String name) {
        Path at = folder().resolve(name);
        try {
            return new AgentPolicy(
                    Files.readString(at.resolve("policy.rego")),
                    Files.readAllLines(at.resolve("inputs.txt")));
        } catch (IOException e) {
            throw new UncheckedIOException("no agent policy at " + at, e);
        }
    }

    /// The container requests, in order: the first is the sandbox's.
    RegoValue createContainer(int index) {
        String line =
                lines.stream()
                        .filter(l -> l.startsWith(REQUEST))
                        .skip(index)
                        .findFirst()
                        .orElseThrow();
        try {
            return RegoJson.parse(line.substring(REQUEST.length(), line.lastIndexOf(']')));
        } catch (RegoJsonException e) {
            throw new IllegalStateException(e);
        }
    }

    Compiled compiled() {
        return Compiled.of(Profile.KATA, RegoVersion.V0, text);
    }
}
