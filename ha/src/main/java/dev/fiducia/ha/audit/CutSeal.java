package dev.fiducia.ha.audit;

import java.util.Optional;

/// Signs what the log says of events that were removed from it, and knows its own signature again.
/// Thread-safe.
public interface CutSeal {

    /// The content with a signature, in ASCII.
    String sign(byte[] content);

    /// The content of what this key signed for this use; empty for anything else.
    Optional<byte[]> read(String signed);

    /// Of a log that was never cut and can't be: it signs nothing, and believes nothing.
    static CutSeal none() {
        return new CutSeal() {
            @Override
            public String sign(byte[] content) {
                throw new UnsupportedOperationException("there is no key to sign a cut with");
            }

            @Override
            public Optional<byte[]> read(String signed) {
                return Optional.empty();
            }
        };
    }
}
