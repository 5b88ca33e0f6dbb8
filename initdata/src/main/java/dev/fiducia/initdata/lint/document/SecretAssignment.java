package dev.fiducia.initdata.lint.document;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Names that announce a secret, with a value after them: `password = "…"`, `token: …`,
/// `"DB_PASSWORD=…"`. Values that only point at a secret do not count.
final class SecretAssignment {

    private static final int NAME_LONGEST = 64;
    private static final int VALUE_LONGEST = 4096;

    /// Shorter names announce nothing, but for `d` and `k`.
    private static final int SHORT = 4;

    private static final List<String> PASSWORDS =
            List.of("password", "passwd", "passphrase", "passwort");
    private static final List<String> KEYS =
            List.of(
                    "secretkey",
                    "clientsecret",
                    "apikey",
                    "accesstoken",
                    "authtoken",
                    "refreshtoken",
                    "bearertoken",
                    "secretaccesskey",
                    "privatekey",
                    "clientkeydata");
    private static final Set<String> WORDS =
            Set.of("true", "false", "null", "none", "nil", "input", "string", "required");
    private static final List<String> POINTERS =
            List.of(
                    "$",
                    "<",
                    "{",
                    "[",
                    "(",
                    "^",
                    "/",
                    "*",
                    "kbs:",
                    "file:",
                    "http:",
                    "https:",
                    "vault:",
                    "sealed.",
                    "env:",
                    "secret://");

    private final String text;
    private final boolean isCode;
    private final boolean hasJwk;

    SecretAssignment(String text, boolean isCode, boolean hasJwk) {
        this.text = text;
        this.isCode = isCode;
        this.hasJwk = hasJwk;
    }

    /// What is assigned to the name between two offsets, if that is a secret.
    Optional<String> kind(int start, int end) {
        if (end - start > NAME_LONGEST || (end - start < SHORT && !mayBeJwkMember(start, end))) {
            return Optional.empty();
        }
        String name = plain(text.substring(start, end));
        String kind = announced(name);
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        String value = value(start, end);
        boolean isSecret =
                switch (name) {
                    case "auth" -> isLogin(value);
                    case "d", "k" -> value.length() >= 32;
                    case "token" -> value.length() >= 16 && isLiteral(value);
                    default -> value.length() >= 4 && isLiteral(value);
                };
        return isSecret ? Optional.of(kind) : Optional.empty();
    }

    private boolean mayBeJwkMember(int start, int end) {
        for (int at = start; hasJwk && at < end; at++) {
            if ("dDkK".indexOf(text.charAt(at)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /// What the name stands for; empty when it announces nothing.
    private String announced(String name) {
        if (PASSWORDS.stream().anyMatch(name::endsWith)) {
            return "a password";
        }
        if (KEYS.stream().anyMatch(name::endsWith)) {
            return "a secret key or token";
        }
        return switch (name) {
            case "token" -> "a token";
            case "auth" -> "a registry login";
            case "d", "k" -> hasJwk ? "a private or symmetric JSON web key" : "";
            default -> "";
        };
    }

    /// The value after a name; empty when there is none, or when it may be a variable.
    private String value(int start, int end) {
        int at = end;
        boolean quotedName = at < text.length() && isQuote(text.charAt(at));
        at = afterBlanks(quotedName ? at + 1 : at);
        int separator = at;
        while (at < text.length() && (text.charAt(at) == ':' || text.charAt(at) == '=')) {
            at++;
        }
        boolean assigns = at > separator && !text.startsWith("==", separator);
        boolean tight = separator == end && at == end + 1 && text.charAt(end) == '=';
        at = afterBlanks(at);
        if (!assigns || at >= text.length()) {
            return "";
        }
        if (isQuote(text.charAt(at))) {
            return until(at + 1, text.charAt(at));
        }
        boolean inString = tight && start > 0 && isQuote(text.charAt(start - 1));
        if (inString) {
            return until(at, text.charAt(start - 1));
        }
        return isCode ? "" : lastWord(at);
    }

    private String until(int start, char quote) {
        int at = start;
        while (at < text.length()
                && at - start < VALUE_LONGEST
                && text.charAt(at) != quote
                && text.charAt(at) != '\n') {
            at++;
        }
        return text.substring(start, at);
    }

    /// A word that ends its line: prose goes on.
    private String lastWord(int start) {
        int at = start;
        while (at < text.length()
                && at - start < VALUE_LONGEST
                && " \t\r\n,;\"'".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        int end = afterBlanks(at);
        boolean isLast = end >= text.length() || "\r\n,;\"'#".indexOf(text.charAt(end)) >= 0;
        return isLast ? text.substring(start, at) : "";
    }

    private int afterBlanks(int start) {
        int at = start;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    /// Whether a value is the secret itself rather than a word or a pointer to it.
    private static boolean isLiteral(String value) {
        return !WORDS.contains(value.toLowerCase(Locale.ROOT)) && !isPlaceholder(value);
    }

    /// Whether something is to be put in place of the value, or is kept elsewhere.
    static boolean isPlaceholder(String value) {
        String lower = value.strip().toLowerCase(Locale.ROOT);
        return lower.isEmpty()
                || lower.contains("$(")
                || lower.contains("${")
                || POINTERS.stream().anyMatch(lower::startsWith);
    }

    private static boolean isLogin(String value) {
        try {
            byte[] login = Base64.getDecoder().decode(value);
            return new String(login, StandardCharsets.ISO_8859_1).indexOf(':') > 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static String plain(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return last.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }
}
