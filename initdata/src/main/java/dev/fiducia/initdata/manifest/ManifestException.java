package dev.fiducia.initdata.manifest;

import java.io.Serial;

/// A file is no manifest that carries initdata. The message says what to give instead.
public final class ManifestException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    ManifestException(String message) {
        super(message);
    }
}
