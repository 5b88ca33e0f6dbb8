package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.collateral.Document;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Collateral for a PCK chain, every signature of it checked up to the root of that chain.
///
/// @param tcbInfo of the platform's family
/// @param qeIdentity of the quoting enclave
/// @param pckCrl of the PCK's issuer
/// @param rootCrl of the root
/// @param periods from when until when all of it, chains included, holds
record VerifiedCollateral(
        TcbInfo tcbInfo,
        QeIdentity qeIdentity,
        RevocationList pckCrl,
        RevocationList rootCrl,
        Periods periods) {

    /// The checks of the specification, section 4.4.4, from the third to the sixth, but for dates.
    static VerifiedCollateral of(DcapCollateral collateral, PckChain pck, CryptoSuite crypto)
            throws RefusedException {
        RevocationList rootCrl =
                RevocationList.read(collateral.rootCrl().body(), "root CRL", pck.root(), crypto);
        RevocationList pckCrl =
                RevocationList.read(collateral.pckCrl().body(), "PCK CRL", pck.issuer(), crypto);
        if (rootCrl.revokes(pck.issuer()) || pckCrl.revokes(pck.pck())) {
            throw RefusedException.of(
                    "dcap-revoked", "The PCK certificate or its issuer is revoked");
        }
        List<X509Certificate> tcbChain = chain("TCB info", collateral.tcbInfo(), pck, crypto);
        TcbInfo tcbInfo =
                TcbInfo.parse(
                        TcbSigner.signed(
                                "TCB info",
                                SignedText.parse(collateral.tcbInfo().body(), "tcbInfo"),
                                tcbChain,
                                pck.root(),
                                Optional.of(rootCrl),
                                crypto));
        List<X509Certificate> qeChain = chain("QE identity", collateral.qeIdentity(), pck, crypto);
        QeIdentity qeIdentity =
                QeIdentity.parse(
                        TcbSigner.signed(
                                "QE identity",
                                SignedText.parse(collateral.qeIdentity().body(), "enclaveIdentity"),
                                qeChain,
                                pck.root(),
                                Optional.of(rootCrl),
                                crypto));
        Periods periods =
                Periods.none()
                        .certificates(pck.certificates())
                        .certificates(tcbChain)
                        .certificates(qeChain)
                        .list(rootCrl)
                        .list(pckCrl)
                        .add(tcbInfo.issueDate(), tcbInfo.nextUpdate())
                        .add(qeIdentity.issueDate(), qeIdentity.nextUpdate());
        return new VerifiedCollateral(tcbInfo, qeIdentity, pckCrl, rootCrl, periods);
    }

    /// The collateral is about the platform that made the quote.
    void requireFor(DcapQuote quote, PckExtension platform) throws RefusedException {
        if (tcbInfo.kind() != quote.kind() || qeIdentity.kind() != quote.kind()) {
            throw mismatch("The collateral is for the other TEE");
        }
        if (!tcbInfo.fmspc().equals(platform.fmspc())
                || !tcbInfo.pceId().equals(platform.pceId())) {
            throw mismatch("The TCB info is for another family of platforms (FMSPC, PCE)");
        }
    }

    /// Signer and root, the root that of the quote's own chain.
    private static List<X509Certificate> chain(
            String what, Document document, PckChain pck, CryptoSuite crypto)
            throws RefusedException {
        List<X509Certificate> chain = PckChain.certificates(document.chain(), crypto);
        if (chain.size() != 2) {
            throw PckChain.invalid(
                    "The chain of the " + what + " has " + chain.size() + " certificates, not 2");
        }
        if (!chain.getLast().getPublicKey().equals(pck.root().getPublicKey())
                || !IntelSignatures.issued(pck.root(), chain.getLast(), crypto)) {
            throw RefusedException.of(
                    "dcap-root-untrusted", "The " + what + " ends at another root than the quote");
        }
        return chain;
    }

    private static RefusedException mismatch(String message) {
        return RefusedException.of("dcap-collateral-mismatch", message);
    }
}
