package dev.fiducia.kbs.resource;

import dev.fiducia.kbs.http.KbsError;
import dev.fiducia.kbs.http.Request;

import java.util.Optional;

/// One family of paths below `/kbs/v0/<name>/`. The dispatch asks in this order: is the call
/// well-formed, who may make it, and only then what it does.
interface Plugin {

    /// The first segment of its paths.
    String name();

    /// Why this path is refused, before anyone is asked for anything; empty when it is well-formed.
    Optional<String> refusal(Request request);

    /// Who may make this call.
    Access access(Request request);

    /// Does what is asked. Called only for those who may.
    Reply handle(Request request);

    /// The path behind the plugin's name.
    static String target(Request request) {
        return String.join("/", request.rest().subList(1, request.rest().size()));
    }

    /// A call that can't be done.
    static KbsError error(String code, String detail) {
        return KbsError.of(
                KbsError.Type.PLUGIN_INTERNAL_ERROR, code, "Plugin internal error: " + detail);
    }

    /// Who may make a call.
    enum Access {
        /// An administrator. Answers go out as they are.
        ADMIN,
        /// A guest with a verified token that policy allows. Answers go out encrypted to its TEE
        /// key.
        ATTESTED
    }

    /// What a plugin answers.
    sealed interface Reply {
        /// Done, with these bytes as the answer, possibly none.
        final class Done implements Reply {
            private final byte[] bytes;

            Done(byte[] bytes) {
                this.bytes = bytes;
            }

            byte[] bytes() {
                return bytes;
            }
        }

        /// What the path names does not exist.
        record Missing() implements Reply {}

        /// The call can't be done.
        record Failed(String code, String detail) implements Reply {}
    }
}
