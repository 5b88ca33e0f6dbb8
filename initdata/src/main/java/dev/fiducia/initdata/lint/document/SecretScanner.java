package dev.fiducia.initdata.lint.document;

import java.util.ArrayList;
import java.util.List;

/// Looks through a text for what must not be in a document, as nothing in it is confidential. One
/// pass for each kind, each linear in the length of the text.
final class SecretScanner {

    static final int MOST = 1000;

    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final int PEM_HEADER = 64;
    private static final int URL_LONGEST = 300;

    private final String text;
    private final boolean isCode;
    private final List<Secret> found = new ArrayList<>();

    private SecretScanner(String text, boolean isCode) {
        this.text = text;
        this.isCode = isCode;
    }

    /// The secrets in a text, at most [#MOST].
    ///
    /// @param isCode whether words on the right of an assignment may be variables
    static List<Secret> scan(String text, boolean isCode) {
        SecretScanner scanner = new SecretScanner(text, isCode);
        scanner.privateKeys();
        scanner.words();
        scanner.kubeconfig();
        scanner.urls();
        return scanner.found;
    }

    private void add(int offset, String kind) {
        if (found.size() < MOST) {
            found.add(new Secret(offset, kind));
        }
    }

    private void privateKeys() {
        for (int at = text.indexOf(PRIVATE_KEY); at >= 0; at = next(PRIVATE_KEY, at)) {
            int from = Math.max(0, at - PEM_HEADER);
            String before = text.substring(from, at);
            int start = before.lastIndexOf("-----BEGIN ");
            if (start >= 0 && before.indexOf('\n', start) < 0) {
                add(from + start, "a private key");
            }
        }
        int putty = text.indexOf("PuTTY-User-Key-File");
        if (putty >= 0) {
            add(putty, "a private key");
        }
    }

    private int next(String needle, int at) {
        return text.indexOf(needle, at + 1);
    }

    /// Words and what is assigned to them.
    private void words() {
        boolean hasJwk = text.contains("\"kty\"");
        SecretAssignment assignments = new SecretAssignment(text, isCode, hasJwk);
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && isWordPart(text.charAt(end))) {
                end++;
            }
            if (end > at) {
                int start = at;
                SecretToken.kind(text, start, end).ifPresent(kind -> add(start, kind));
                assignments.kind(start, end).ifPresent(kind -> add(start, kind));
            }
            at = end + 1;
        }
    }

    private static boolean isWordPart(char c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || "_-.~".indexOf(c) >= 0;
    }

    /// A kubeconfig that has no key or token in it still names one, or a plugin that gets one.
    private void kubeconfig() {
        int context = text.indexOf("current-context:");
        if (context >= 0 && text.contains("kind: Config") && text.contains("users:")) {
            add(context, "a kubeconfig");
        }
    }

    private void urls() {
        for (int at = text.indexOf("://"); at >= 0; at = next("://", at)) {
            int colon = -1;
            for (int i = at + 3; i < Math.min(text.length(), at + URL_LONGEST); i++) {
                char c = text.charAt(i);
                if (c == '@' && colon > 0 && !isPlaceholder(colon + 1, i)) {
                    add(at + 3, "a password in a URL");
                }
                if (c == ':' && colon < 0) {
                    colon = i;
                }
                if (c <= ' ' || "/?#@\"'<>`".indexOf(c) >= 0) {
                    break;
                }
            }
        }
    }

    private boolean isPlaceholder(int start, int end) {
        return SecretAssignment.isPlaceholder(text.substring(start, end));
    }
}
