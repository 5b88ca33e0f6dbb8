package dev.fiducia.initdata.rotation;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.initdata.lint.connection.Certificates;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes the document that comes after one: another certificate in the place of an old one, and
/// every other byte as it was.
public final class Succession {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    /// Line breaks are those of the text around, or written as escapes.
    private static final Pattern BLOCK =
            Pattern.compile(
                    BEGIN + "((?:\\r?\\n|\\\\n)[ \\t]*)[A-Za-z0-9+/=\\s\\\\]{1,20000}?" + END);

    private static final Pattern BREAK = Pattern.compile("\\\\n");

    private Succession() {}

    /// Why there is no successor.
    public static final class SuccessionException extends Exception {
        @java.io.Serial private static final long serialVersionUID = 1L;

        SuccessionException(String message) {
            super(message);
        }
    }

    /// The document with every copy of a certificate replaced.
    ///
    /// @param fingerprint of the old certificate: SHA-256 of its DER, lower-case hexadecimal
    /// @param pem the new certificates
    /// @throws SuccessionException if the document does not hold the old one, the new text holds
    ///   none, or the result would differ in more than that
    public static InitdataDocument replace(
            InitdataDocument document, String fingerprint, String pem) throws SuccessionException {
        List<X509Certificate> fresh =
                Certificates.parse(pem)
                        .orElseThrow(() ->
                                new SuccessionException(
                                        "the new certificate is not readable as PEM"));
        String text = new String(document.raw(), StandardCharsets.UTF_8);
        StringBuilder successor = new StringBuilder(text.length());
        Matcher blocks = BLOCK.matcher(text);
        boolean isFound = false;
        while (blocks.find()) {
            if (isOld(blocks.group(), fingerprint)) {
                isFound = true;
                blocks.appendReplacement(
                        successor, Matcher.quoteReplacement(PemText.of(fresh, blocks.group(1))));
            }
        }
        blocks.appendTail(successor);
        if (!isFound) {
            throw new SuccessionException(
                    "the document does not hold this certificate in a form that can be replaced");
        }
        return checked(document, successor.toString(), fingerprint);
    }

    private static boolean isOld(String block, String fingerprint) {
        Optional<List<X509Certificate>> certificates =
                Certificates.parse(BREAK.matcher(block).replaceAll("\n"));
        return certificates.isPresent()
                && EmbeddedCertificate.fingerprint(certificates.get().getFirst())
                        .equals(fingerprint);
    }

    private static InitdataDocument checked(InitdataDocument old, String text, String fingerprint)
            throws SuccessionException {
        InitdataDocument successor;
        try {
            successor = InitdataDocument.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (InitdataException e) {
            throw new SuccessionException("the successor would be no document: " + e.getMessage());
        }
        boolean isSameOtherwise =
                successor.data().keySet().equals(old.data().keySet())
                        && successor.otherMembers().equals(old.otherMembers())
                        && successor.algorithm() == old.algorithm()
                        && EmbeddedCertificate.of(successor).stream()
                                .noneMatch(each -> each.sha256().equals(fingerprint));
        if (!isSameOtherwise) {
            throw new SuccessionException("the successor would differ in more than a certificate");
        }
        return successor;
    }
}
