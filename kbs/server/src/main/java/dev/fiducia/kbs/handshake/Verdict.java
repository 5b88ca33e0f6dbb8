package dev.fiducia.kbs.handshake;

/// What the evaluation of evidence came to. One per challenge, ever.
public sealed interface Verdict {

    /// The evidence was believed and appraised; the token says how it fared.
    record Attested(String token) implements Verdict {
        /// Without the token, which is a credential.
        @Override
        public String toString() {
            return "Attested";
        }
    }

    /// The evidence was not believed.
    ///
    /// @param code stable name of the reason
    /// @param message one sentence for a person
    record Refused(String code, String message) implements Verdict {}
}
