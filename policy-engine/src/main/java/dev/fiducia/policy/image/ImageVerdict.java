package dev.fiducia.policy.image;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// What was decided about one image of an object, and why.
///
/// @param place the field that names the image
/// @param image what it says
/// @param rule the execution rule that decided, or null if none did
/// @param message for the user: in the plugin's words if the image is refused, else empty
/// @param digest the digest it was resolved to, or null
/// @param rewritten what the field shall say instead, or null if it stays
public record ImageVerdict(
        String place,
        String image,
        Reason reason,
        @Nullable String rule,
        String message,
        @Nullable ImageDigest digest,
        @Nullable String rewritten) {

    /// Why an image is allowed or refused.
    public enum Reason {
        /// Neither an execution rule nor a resolution rule is about this kind of object.
        NOT_COVERED(true),
        /// A rule allows it.
        RULE_ALLOWS(true),
        /// Rules only reject here, and none does.
        NO_RULE_REJECTS(true),
        RULE_REJECTS(false),
        /// A rule to reject needs what is known of the image, and that is nothing.
        RULE_CANNOT_TELL(false),
        /// Some rule allows images here, but none allows this one.
        NO_RULE_ALLOWS(false),
        /// It must be resolved, and was not.
        UNRESOLVED(false),
        /// It is no image reference.
        UNREADABLE(false);

        private final boolean allows;

        Reason(boolean allows) {
            this.allows = allows;
        }

        /// The name in JSON, `rule-rejects`.
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public boolean isAllowed() {
        return reason.allows;
    }
}
