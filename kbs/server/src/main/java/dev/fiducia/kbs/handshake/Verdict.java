package dev.fiducia.kbs.handshake;

import java.util.Optional;

/// What the evaluation of evidence came to. One per challenge, ever.
public sealed interface Verdict {

    /// The evidence was believed and appraised; the token says how it fared.
    ///
    /// @param decision the id under which the audit log has it, where that is known
    record Attested(String token, Optional<String> decision) implements Verdict {
        public Attested(String token) {
            this(token, Optional.empty());
        }

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
    /// @param decision the id under which the audit log has it, where that is known
    record Refused(String code, String message, Optional<String> decision) implements Verdict {
        public Refused(String code, String message) {
            this(code, message, Optional.empty());
        }
    }
}
