package dev.fiducia.rvps;

/// A request about reference values is refused. The message is for whoever sent it.
public final class RvpsException extends Exception {

    private static final long serialVersionUID = 1L;

    /// Why it is refused.
    public enum Code {
        /// The message or its payload is not what its type says.
        MALFORMED,
        /// The message is of another version.
        VERSION,
        /// No extractor knows this type of message.
        EXTRACTOR,
        /// A name, a value, or the number of them is out of bounds.
        LIMIT,
        /// Another source vouches for the name in a way that this value can't be merged with.
        CLASH,
        /// Others kept changing the same names; the same request may succeed later.
        CONTENTION
    }

    private final Code code;

    RvpsException(Code code, String message) {
        super(message);
        this.code = code;
    }

    /// A message or a payload that is not what its type says.
    public static RvpsException malformed(String message) {
        return new RvpsException(Code.MALFORMED, message);
    }

    public Code code() {
        return code;
    }
}
