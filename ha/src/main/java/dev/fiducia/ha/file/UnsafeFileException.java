package dev.fiducia.ha.file;

import java.io.IOException;

/// A file or folder that others may read or write, that belongs to someone else, or that is not
/// what it should be. The message says how to mend it.
public final class UnsafeFileException extends IOException {

    private static final long serialVersionUID = 1L;

    UnsafeFileException(String message) {
        super(message);
    }
}
