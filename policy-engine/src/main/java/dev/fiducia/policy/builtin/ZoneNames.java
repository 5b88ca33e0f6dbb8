package dev.fiducia.policy.builtin;

/// What Go takes for the abbreviation of a time zone.
final class ZoneNames {
    private ZoneNames() {}

    /// The length of the abbreviation a text starts with, or 0.
    static int length(String text) {
        if (text.startsWith("ChST") || text.startsWith("MeST")) {
            return 4;
        }
        if (text.startsWith("GMT")) {
            return 3 + signedOffset(text.substring(3));
        }
        if (text.startsWith("+") || text.startsWith("-")) {
            return text.length() < 3 ? 0 : signedOffset(text);
        }
        int upper = 0;
        while (upper < 6
                && upper < text.length()
                && text.charAt(upper) >= 'A'
                && text.charAt(upper) <= 'Z') {
            upper++;
        }
        return switch (upper) {
            case 3 -> 3;
            case 4 -> text.charAt(3) == 'T' || text.startsWith("WITA") ? 4 : 0;
            case 5 -> text.charAt(4) == 'T' ? 5 : 0;
            default -> 0;
        };
    }

    /// A sign and hours up to 23.
    private static int signedOffset(String text) {
        if (!text.startsWith("+") && !text.startsWith("-")) {
            return 0;
        }
        int end = 1;
        int hours = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            hours = Math.min(1000, hours * 10 + (text.charAt(end) - '0'));
            end++;
        }
        return end == 1 || hours > 23 ? 0 : end;
    }
}
