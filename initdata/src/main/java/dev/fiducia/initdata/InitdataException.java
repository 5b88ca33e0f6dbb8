package dev.fiducia.initdata;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// A document, or an encoding of one, is refused. The message says what is wrong and what to do
/// about it, without the place and without content beyond a short name.
public final class InitdataException extends Exception {

    private final InitdataError error;
    private final String message;
    private final transient @Nullable Place place;

    InitdataException(InitdataError error, String message, @Nullable Place place) {
        super(message);
        this.error = error;
        this.message = message;
        this.place = place;
    }

    InitdataException(InitdataError error, String message) {
        this(error, message, null);
    }

    @Override
    public String getMessage() {
        return message;
    }

    /// The kind of the refusal.
    public InitdataError error() {
        return error;
    }

    /// The stable name of the kind.
    public String code() {
        return error.code();
    }

    /// Where the refused text went wrong, when a place can be named.
    public Optional<Place> place() {
        return Optional.ofNullable(place);
    }
}
