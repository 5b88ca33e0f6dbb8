package dev.fiducia.attestation.collateral;

/// The answer of a source of collateral.
public sealed interface Collateral {

    /// The content and where it came from; content is not to be changed.
    final class Available implements Collateral {
        private final byte[] content;
        private final String origin;

        /// Takes a copy of the content.
        public Available(byte[] content, String origin) {
            this.content = content.clone();
            this.origin = origin;
        }

        /// A copy of the content.
        public byte[] content() {
            return content.clone();
        }

        /// File or address.
        public String origin() {
            return origin;
        }
    }

    /// The source hasn't got it, or can't be reached.
    ///
    /// @param reason for the log and the operator
    record Unavailable(String reason) implements Collateral {}
}
