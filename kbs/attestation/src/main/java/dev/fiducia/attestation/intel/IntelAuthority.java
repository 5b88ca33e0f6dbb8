package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.collateral.Document;
import dev.fiducia.attestation.collateral.DocumentAuthority;
import dev.fiducia.attestation.collateral.DocumentId;
import dev.fiducia.attestation.collateral.Facts;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.intel.IntelDocumentIds.Meaning;
import dev.fiducia.crypto.CryptoSuite;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Tells Intel's genuine collateral: every signature, up to the root that the id names.
public final class IntelAuthority implements DocumentAuthority {

    private final IntelAnchors anchors;
    private final CryptoSuite crypto;

    IntelAuthority(IntelAnchors anchors, CryptoSuite crypto) {
        this.anchors = anchors;
        this.crypto = crypto;
    }

    /// @param extraRoots PEM files with roots beside Intel's own
    /// @throws IntelSetupException when one can't be used
    public static IntelAuthority create(List<Path> extraRoots, CryptoSuite crypto)
            throws IntelSetupException {
        return new IntelAuthority(IntelAnchors.load(extraRoots, crypto), crypto);
    }

    @Override
    public boolean isFor(DocumentId id) {
        return IntelDocumentIds.meaning(id).isPresent();
    }

    @Override
    public Facts check(Document document, Function<DocumentId, Optional<Document>> held)
            throws RefusedException {
        Meaning meaning =
                IntelDocumentIds.meaning(document.id())
                        .orElseThrow(() -> mismatch("the id is none of Intel's"));
        IntelAnchors.Anchor anchor = anchor(meaning.ids());
        Optional<RevocationList> rootCrl = Optional.empty();
        if (!(meaning instanceof Meaning.RootList)) {
            Optional<Document> list = held.apply(meaning.ids().rootCrl());
            if (list.isPresent()) {
                rootCrl = Optional.of(rootCrl(list.get(), anchor));
            }
        }
        return switch (meaning) {
            case Meaning.RootList _ -> facts(rootCrl(document, anchor));
            case Meaning.PckList list -> pckCrl(document, list, anchor, rootCrl);
            case Meaning.TcbDocument tcb -> tcbInfo(document, tcb, anchor, rootCrl);
            case Meaning.QeDocument qe -> qeIdentity(document, qe, anchor, rootCrl);
        };
    }

    private RevocationList rootCrl(Document document, IntelAnchors.Anchor anchor)
            throws RefusedException {
        return RevocationList.readOfRoot(document.body(), "root CRL", anchor, crypto);
    }

    private Facts pckCrl(
            Document document,
            Meaning.PckList list,
            IntelAnchors.Anchor anchor,
            Optional<RevocationList> rootCrl)
            throws RefusedException {
        List<X509Certificate> chain = chain(document, anchor);
        X509Certificate issuer = chain.getFirst();
        if (!IntelSignatures.issued(chain.getLast(), issuer, crypto)
                || !PckChain.isIssuer(issuer, list.platformCa())) {
            throw PckChain.invalid("The issuer of the PCK CRL is not the CA that it should be");
        }
        if (rootCrl.filter(crl -> crl.revokes(issuer)).isPresent()) {
            throw RefusedException.of("dcap-revoked", "The issuer of the PCK CRL is revoked");
        }
        return facts(RevocationList.read(document.body(), "PCK CRL", issuer, crypto));
    }

    private Facts tcbInfo(
            Document document,
            Meaning.TcbDocument tcb,
            IntelAnchors.Anchor anchor,
            Optional<RevocationList> rootCrl)
            throws RefusedException {
        List<X509Certificate> chain = chain(document, anchor);
        TcbInfo info =
                TcbInfo.parse(
                        TcbSigner.signed(
                                "TCB info",
                                SignedText.parse(document.body(), "tcbInfo"),
                                chain,
                                chain.getLast(),
                                rootCrl,
                                crypto));
        boolean isTdx = info.kind() == DcapQuote.Kind.TDX;
        if (isTdx != tcb.tdx() || !info.fmspc().equals(tcb.fmspc())) {
            throw mismatch("The TCB info is for another family of platforms");
        }
        return facts(info.evaluationNumber(), info.issueDate(), info.nextUpdate(), chain);
    }

    private Facts qeIdentity(
            Document document,
            Meaning.QeDocument qe,
            IntelAnchors.Anchor anchor,
            Optional<RevocationList> rootCrl)
            throws RefusedException {
        List<X509Certificate> chain = chain(document, anchor);
        QeIdentity identity =
                QeIdentity.parse(
                        TcbSigner.signed(
                                "QE identity",
                                SignedText.parse(document.body(), "enclaveIdentity"),
                                chain,
                                chain.getLast(),
                                rootCrl,
                                crypto));
        if ((identity.kind() == DcapQuote.Kind.TDX) != qe.tdx()) {
            throw mismatch("The QE identity is for the other TEE");
        }
        return facts(
                identity.evaluationNumber(), identity.issueDate(), identity.nextUpdate(), chain);
    }

    /// Signer and root, the root that the id names.
    private List<X509Certificate> chain(Document document, IntelAnchors.Anchor anchor)
            throws RefusedException {
        List<X509Certificate> chain = PckChain.certificates(document.chain(), crypto);
        if (chain.size() != 2) {
            throw PckChain.invalid(
                    "The chain of "
                            + document.id()
                            + " has "
                            + chain.size()
                            + " certificates, not 2");
        }
        if (!anchors.of(chain.getLast(), crypto).keyId(crypto).equals(anchor.keyId(crypto))) {
            throw RefusedException.of(
                    "dcap-root-untrusted", document.id() + " ends at another root");
        }
        return chain;
    }

    private IntelAnchors.Anchor anchor(IntelDocumentIds ids) throws RefusedException {
        for (IntelAnchors.Anchor anchor : anchors.all()) {
            if (IntelDocumentIds.of(anchor, crypto).equals(ids)) {
                return anchor;
            }
        }
        throw RefusedException.of(
                "dcap-root-untrusted", "The root that the id names isn't trusted");
    }

    private static Facts facts(RevocationList crl) {
        return new Facts(crl.number(), crl.thisUpdate(), crl.nextUpdate().orElse(crl.thisUpdate()));
    }

    private static Facts facts(
            long edition, Instant issued, Instant nextUpdate, List<X509Certificate> chain) {
        Instant expires = nextUpdate;
        for (X509Certificate certificate : chain) {
            Instant end = certificate.getNotAfter().toInstant();
            expires = end.isBefore(expires) ? end : expires;
        }
        return new Facts(BigInteger.valueOf(edition), issued, expires);
    }

    private static RefusedException mismatch(String message) {
        return RefusedException.of("dcap-collateral-mismatch", message);
    }
}
