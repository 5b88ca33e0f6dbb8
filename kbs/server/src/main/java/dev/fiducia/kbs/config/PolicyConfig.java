package dev.fiducia.kbs.config;

/// `[policy]`: which resource policy a fresh store starts with.
public record PolicyConfig(Profile profile) {

    /// The two built-in starting points.
    public enum Profile {
        /// Released only to affirming evidence that is bound to a registered initdata.
        STRICT,
        /// Trustee's default: anything but sample evidence.
        COMPATIBLE
    }
}
