package dev.fiducia.policy.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compares the reader with the published grammar, written as one expression, on texts close to
/// valid ones.
class ImageReferenceFuzzTest {
    private static final String LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private static final String HOST =
            "(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?";
    private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final Pattern REFERENCE =
            Pattern.compile(
                    "("
                            + HOST
                            + ")/("
                            + COMPONENT
                            + "(?:/"
                            + COMPONENT
                            + ")*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(.+))?");
    private static final Pattern DIGEST =
            Pattern.compile(
                    "sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}", Pattern.DOTALL);

    private static final List<String> SEEDS =
            List.of(
                    "busybox",
                    "docker.io/library/busybox:1.36",
                    "localhost:5000/a/b__c--d.e:v1",
                    "[2001:db8::1]:5000/x@sha256:" + "0a".repeat(32),
                    "quay.io/a/b:t@sha512:" + "0b".repeat(64),
                    "Host.com/a_b:T");

    private static final String ALPHABET = "ab0F.-_/:@[]GzL %\u00e9\u0000\n\ud83d\ude00sha256";

    @Test
    void readsExactlyWhatTheGrammarAllows() {
        Random random = new Random(7);
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            String text = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
            boolean expected = isAllowed(text);
            accepted += expected ? 1 : 0;
            assertThat(isRead(text)).as("%s", text).isEqualTo(expected);
        }
        assertThat(accepted).isBetween(10_000, 190_000);
    }

    private static String mutated(String seed, Random random) {
        StringBuilder text = new StringBuilder(seed);
        for (int n = random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(text.length() + 1);
            char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, c);
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(3)));
                case 2 -> text.insert(at, text.substring(0, Math.min(at, text.length())));
                default -> {
                    if (at < text.length()) {
                        text.setCharAt(at, c);
                    }
                }
            }
        }
        return text.toString();
    }

    private static boolean isRead(String text) {
        try {
            assertThat(ImageReference.parse(text)).hasToString(text);
            return true;
        } catch (ImageReferenceException e) {
            assertThat(e.offset()).isBetween(0, text.length());
            return false;
        }
    }

    /// Docker's rule for the host, then the grammar.
    private static boolean isAllowed(String text) {
        int slash = text.indexOf('/');
        String first = slash < 0 ? "" : text.substring(0, slash);
        boolean hosted =
                first.contains(".")
                        || first.contains(":")
                        || first.equals("localhost")
                        || !first.equals(first.toLowerCase(Locale.ROOT));
        String host = hosted ? first : "docker.io";
        String rest = hosted ? text.substring(slash + 1) : text;
        boolean docker = List.of("docker.io", "index.docker.io").contains(host);
        Matcher matcher = REFERENCE.matcher(host + "/" + rest);
        if (!matcher.matches() || !matcher.group(1).equals(host)) {
            return false;
        }
        String path = matcher.group(2);
        String name =
                (docker ? "docker.io" : host)
                        + (docker && !path.contains("/") ? "/library/" : "/")
                        + path;
        String digest = matcher.group(4);
        return name.length() <= 255
                && (hosted || !path.matches("[0-9a-f]{64}"))
                && (digest == null || DIGEST.matcher(digest).matches());
    }
}
