package dev.fiducia.initdata.lint.document;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Words that are secrets by their shape.
final class SecretToken {

    private static final int SHORTEST = 20;
    private static final int HEADER_LONGEST = 4096;

    /// How tokens of well-known issuers start, and how long they are at least.
    private static final List<Shape> SHAPES =
            List.of(
                    new Shape("ghp_", 40, "a GitHub token"),
                    new Shape("gho_", 40, "a GitHub token"),
                    new Shape("ghu_", 40, "a GitHub token"),
                    new Shape("ghs_", 40, "a GitHub token"),
                    new Shape("ghr_", 40, "a GitHub token"),
                    new Shape("github_pat_", 40, "a GitHub token"),
                    new Shape("glpat-", 26, "a GitLab token"),
                    new Shape("AKIA", 20, "an AWS access key"),
                    new Shape("ASIA", 20, "an AWS access key"),
                    new Shape("xoxb-", 20, "a Slack token"),
                    new Shape("xoxp-", 20, "a Slack token"),
                    new Shape("AIza", 39, "a Google API key"),
                    new Shape("sk_live_", 24, "a Stripe key"),
                    new Shape("npm_", 40, "an npm token"),
                    new Shape("hvs.", 24, "a Vault token"),
                    new Shape("dckr_pat_", 27, "a Docker token"),
                    new Shape("sha256~", 50, "an OpenShift token"),
                    new Shape("AGE-SECRET-KEY-1", 59, "a private key"));

    private record Shape(String start, int shortest, String kind) {

        boolean matches(String text, int from, int end) {
            return end - from >= shortest
                    && text.startsWith(start, from)
                    && (!kind.startsWith("an AWS") || isUpper(text, from, end));
        }

        private static boolean isUpper(String text, int from, int end) {
            return end - from == 20
                    && text.substring(from, end)
                            .chars()
                            .allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
        }
    }

    private SecretToken() {}

    /// What the word between two offsets is, if it is a secret.
    static Optional<String> kind(String text, int start, int end) {
        if (end - start < SHORTEST) {
            return Optional.empty();
        }
        for (Shape shape : SHAPES) {
            if (shape.matches(text, start, end)) {
                return Optional.of(shape.kind());
            }
        }
        if (text.startsWith("LS0tLS1CRUdJTi", start) && isPrivateKey(text, start, end)) {
            return Optional.of("a private key in base64");
        }
        return isWebToken(text, start, end) ? Optional.of("a JSON web token") : Optional.empty();
    }

    private static boolean isPrivateKey(String text, int start, int end) {
        int length = Math.min(end - start, 64) / 4 * 4;
        return decode(text.substring(start, start + length)).contains("PRIVATE KEY");
    }

    /// Three parts, the first of which is a JSON object that names an algorithm. Sealed secrets of
    /// the data hub look alike, start with a word, and are meant for public places.
    private static boolean isWebToken(String text, int start, int end) {
        int first = text.indexOf('.', start);
        if (!text.startsWith("eyJ", start) || first < 0 || first - start > HEADER_LONGEST) {
            return false;
        }
        String[] parts = text.substring(start, end).split("\\.", 6);
        return (parts.length == 3 || parts.length == 5)
                && !parts[2].isEmpty()
                && decode(parts[0]).contains("\"alg\"");
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
