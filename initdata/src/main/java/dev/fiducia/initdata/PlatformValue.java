package dev.fiducia.initdata;

import java.util.Optional;

/// One value that a platform shows, or wants to be given, for a document.
///
/// @param name what it is, such as `snp.host_data`
/// @param value the value in its encoding
/// @param encoding how the value is written
/// @param usable whether evidence of a real guest can match it
/// @param warning what to know before relying on it; always present when it is not usable
public record PlatformValue(
        String name,
        String value,
        ValueEncoding encoding,
        boolean usable,
        Optional<String> warning) {

    /// How a value is written.
    public enum ValueEncoding {
        /// Lower-case hexadecimal.
        HEX,
        /// Base64, standard alphabet, padded.
        BASE64
    }

    static PlatformValue ok(String name, String value, ValueEncoding encoding) {
        return new PlatformValue(name, value, encoding, true, Optional.empty());
    }

    static PlatformValue warned(String name, String value, ValueEncoding encoding, String warning) {
        return new PlatformValue(name, value, encoding, true, Optional.of(warning));
    }

    static PlatformValue unusable(
            String name, String value, ValueEncoding encoding, String reason) {
        return new PlatformValue(name, value, encoding, false, Optional.of(reason));
    }
}
