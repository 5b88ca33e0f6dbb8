package dev.fiducia.kbs.handshake;

import java.util.regex.Pattern;

/// The version rule of the protocol: exactly `=0.4.0` as semantic versioning matches it, so that a
/// pre-release doesn't satisfy it and build metadata is ignored.
final class ProtocolVersion {
    static final String REQUIREMENT = "=0.4.0";

    private static final Pattern ACCEPTED =
            Pattern.compile("0\\.4\\.0(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?");
    private static final int SHOWN = 64;

    private ProtocolVersion() {}

    static boolean accepts(String version) {
        return version.length() <= SHOWN && ACCEPTED.matcher(version).matches();
    }

    /// The sentence that clients and their tests look for.
    static String mismatch(String version) {
        return "KBS Client Protocol Version Mismatch: expect %s while the request is %s"
                .formatted(REQUIREMENT, shown(version));
    }

    private static String shown(String version) {
        String printable =
                version.codePoints().allMatch(c -> c >= 0x20 && c < 0x7f) ? version : "unprintable";
        return printable.length() <= SHOWN ? printable : printable.substring(0, SHOWN);
    }
}
