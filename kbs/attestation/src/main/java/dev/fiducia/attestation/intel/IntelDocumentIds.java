package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.collateral.DocumentId;
import dev.fiducia.attestation.evidence.PemCertificates;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Names the documents of one root of Intel's kind: `intel/<root>/…`, where the root goes by the
/// first digits of SHA-384 of its key. Documents of simulated hardware can't take the place of real
/// ones.
///
/// @param root 16 hexadecimal digits
public record IntelDocumentIds(String root) {

    static final String VENDOR = "intel";
    private static final int ROOT_DIGITS = 16;
    private static final Pattern ROOT = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern FMSPC = Pattern.compile("[0-9A-F]{12}");

    /// The ids below Intel's own root.
    public static IntelDocumentIds ofIntel() {
        return new IntelDocumentIds("46e403bd34f05a3f");
    }

    /// Those below the first certificate of a PEM text; empty when that is no root of this kind.
    public static Optional<IntelDocumentIds> ofRoot(String pem, CryptoSuite crypto) {
        try {
            return PemCertificates.all(pem, crypto).stream()
                    .findFirst()
                    .flatMap(root -> unverified(root, crypto));
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    static IntelDocumentIds of(IntelAnchors.Anchor anchor, CryptoSuite crypto) {
        return new IntelDocumentIds(anchor.keyId(crypto).substring(0, ROOT_DIGITS));
    }

    /// Those below a root certificate that nobody looked at yet; empty when it can't be one.
    static Optional<IntelDocumentIds> unverified(X509Certificate root, CryptoSuite crypto) {
        return IntelSignatures.point(root.getPublicKey(), crypto)
                .filter(point ->
                        PemCertificates.commonName(root)
                                .filter(IntelAnchors.ROOT_NAME::equals)
                                .isPresent())
                .map(point -> {
                    byte[] digest = crypto.digest(HashAlgorithm.SHA384, point);
                    return new IntelDocumentIds(
                            HexFormat.of().formatHex(digest).substring(0, ROOT_DIGITS));
                });
    }

    /// TCB info of a family of platforms.
    public DocumentId tcbInfo(boolean tdx, String fmspc) {
        return id(tee(tdx) + "/tcb/" + fmspc.toUpperCase(Locale.ROOT));
    }

    /// Identity of the quoting enclave.
    public DocumentId qeIdentity(boolean tdx) {
        return id(tee(tdx) + "/qe");
    }

    /// Revocations by the Platform CA or the Processor CA.
    public DocumentId pckCrl(boolean platformCa) {
        return id("pck/crl/" + (platformCa ? "platform" : "processor"));
    }

    /// Revocations by the root.
    public DocumentId rootCrl() {
        return id("root/crl");
    }

    /// All that a quote of a platform is judged with.
    Wanted wanted(boolean tdx, String fmspc, boolean platformCa) {
        return new Wanted(tcbInfo(tdx, fmspc), qeIdentity(tdx), pckCrl(platformCa), rootCrl());
    }

    /// What an id stands for; empty when it is none of these.
    static Optional<Meaning> meaning(DocumentId id) {
        String[] parts = id.parts();
        if (parts.length < 4 || !parts[0].equals(VENDOR) || !ROOT.matcher(parts[1]).matches()) {
            return Optional.empty();
        }
        IntelDocumentIds ids = new IntelDocumentIds(parts[1]);
        for (boolean yes : new boolean[] {true, false}) {
            if (id.equals(ids.qeIdentity(yes))) {
                return Optional.of(new Meaning.QeDocument(ids, yes));
            }
            if (id.equals(ids.pckCrl(yes))) {
                return Optional.of(new Meaning.PckList(ids, yes));
            }
            if (parts.length == 5
                    && FMSPC.matcher(parts[4]).matches()
                    && id.equals(ids.tcbInfo(yes, parts[4]))) {
                return Optional.of(new Meaning.TcbDocument(ids, yes, parts[4]));
            }
        }
        return id.equals(ids.rootCrl()) ? Optional.of(new Meaning.RootList(ids)) : Optional.empty();
    }

    /// The four documents of a platform.
    record Wanted(
            DocumentId tcbInfo, DocumentId qeIdentity, DocumentId pckCrl, DocumentId rootCrl) {}

    /// What an id stands for.
    sealed interface Meaning {

        IntelDocumentIds ids();

        record TcbDocument(IntelDocumentIds ids, boolean tdx, String fmspc) implements Meaning {}

        record QeDocument(IntelDocumentIds ids, boolean tdx) implements Meaning {}

        record PckList(IntelDocumentIds ids, boolean platformCa) implements Meaning {}

        record RootList(IntelDocumentIds ids) implements Meaning {}
    }

    private DocumentId id(String rest) {
        return new DocumentId(VENDOR + "/" + root + "/" + rest);
    }

    private static String tee(boolean tdx) {
        return tdx ? "tdx" : "sgx";
    }
}
