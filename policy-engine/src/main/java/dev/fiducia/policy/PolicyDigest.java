package dev.fiducia.policy;

import dev.fiducia.policy.syntax.NormalForm;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.util.HexFormat;
import java.util.Optional;

/// Names a policy's text by what it is and by what it means.
///
/// Texts of one `n1` or `n2` decide the same, also for policies that read their own annotations:
/// comments make no difference, but `# METADATA` blocks do, to every character, whether or not the
/// text calls `rego.metadata.*`, since another module of the same policy may.
///
/// @param sha256 hex SHA-256 of the text in UTF-8
/// @param n1 `n1:` and the hex SHA-256 of the text without comments and formatting; empty where the
///   text is not made of tokens
/// @param n2 `n2:` and the same with the statements in one order; empty where the text is no module
public record PolicyDigest(String sha256, Optional<String> n1, Optional<String> n2) {

    /// The digests of a text within the limits of generated policies.
    public static PolicyDigest of(String text) {
        return of(text, Limits.generous());
    }

    /// The digests of a text; one beyond the limits has no normal form.
    public static PolicyDigest of(String text, Limits limits) {
        return new PolicyDigest(
                hash(text),
                NormalForm.first(text, limits).map(form -> "n1:" + hash(form)),
                NormalForm.second(text, limits).map(form -> "n2:" + hash(form)));
    }

    private static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256", "SUN");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
