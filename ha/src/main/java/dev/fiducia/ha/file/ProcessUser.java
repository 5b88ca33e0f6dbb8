package dev.fiducia.ha.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The user that this process acts as. The property `user.name` does not say it: in a container
/// with an arbitrary user id it is `?`.
final class ProcessUser {

    private static final Path SELF = Path.of("/proc/self");

    private ProcessUser() {}

    static int id() throws IOException {
        if (Files.exists(SELF)) {
            return (Integer) Files.getAttribute(SELF, "unix:uid");
        }
        Path probe = Files.createTempFile("fiducia", null);
        try {
            return (Integer) Files.getAttribute(probe, "unix:uid");
        } finally {
            Files.delete(probe);
        }
    }
}
