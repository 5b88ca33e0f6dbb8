package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.evidence.PemCertificates;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.security.cert.X509Certificate;
import java.util.List;

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

    private static final String TCB_SIGNING = "Intel SGX TCB Signing";

    /// The checks of the specification, section 4.4.4, from the third to the sixth, but for dates.
    static VerifiedCollateral of(DcapCollateral collateral, PckChain pck, CryptoSuite crypto)
            throws RefusedException {
        RevocationList rootCrl =
                RevocationList.read(collateral.rootCrl(), "root CRL", pck.root(), crypto);
        RevocationList pckCrl =
                RevocationList.read(collateral.pckCrl(), "PCK CRL", pck.issuer(), crypto);
        if (rootCrl.revokes(pck.issuer()) || pckCrl.revokes(pck.pck())) {
            throw RefusedException.of(
                    "dcap-revoked", "The PCK certificate or its issuer is revoked");
        }
        List<X509Certificate> tcbChain =
                signer("TCB info", collateral.tcbInfoChain(), pck, rootCrl, crypto);
        SignedText tcbText = SignedText.parse(collateral.tcbInfo(), "tcbInfo");
        requireSigned("TCB info", tcbText, tcbChain.getFirst(), crypto);
        List<X509Certificate> qeChain =
                signer("QE identity", collateral.qeIdentityChain(), pck, rootCrl, crypto);
        SignedText qeText = SignedText.parse(collateral.qeIdentity(), "enclaveIdentity");
        requireSigned("QE identity", qeText, qeChain.getFirst(), crypto);
        TcbInfo tcbInfo = TcbInfo.parse(tcbText.content());
        QeIdentity qeIdentity = QeIdentity.parse(qeText.content());
        Periods periods =
                new Periods()
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
    private static List<X509Certificate> signer(
            String what, String pem, PckChain pck, RevocationList rootCrl, CryptoSuite crypto)
            throws RefusedException {
        List<X509Certificate> chain = PckChain.certificates(pem, crypto);
        if (chain.size() != 2) {
            throw PckChain.invalid(
                    "The chain of the " + what + " has " + chain.size() + " certificates, not 2");
        }
        X509Certificate signer = chain.getFirst();
        if (!chain.getLast().getPublicKey().equals(pck.root().getPublicKey())
                || !IntelSignatures.issued(pck.root(), chain.getLast(), crypto)) {
            throw RefusedException.of(
                    "dcap-root-untrusted", "The " + what + " ends at another root than the quote");
        }
        if (!IntelSignatures.issued(pck.root(), signer, crypto)
                || PemCertificates.commonName(signer).filter(TCB_SIGNING::equals).isEmpty()
                || signer.getBasicConstraints() >= 0) {
            throw PckChain.invalid("The " + what + " is not signed by whom Intel lets sign it");
        }
        if (rootCrl.revokes(signer)) {
            throw RefusedException.of("dcap-revoked", "The signer of the " + what + " is revoked");
        }
        return chain;
    }

    private static void requireSigned(
            String what, SignedText text, X509Certificate signer, CryptoSuite crypto)
            throws RefusedException {
        if (!IntelSignatures.signed(signer, text.text(), text.signature(), crypto)) {
            throw RefusedException.of(
                    "dcap-collateral-invalid", "The signature of the " + what + " is not valid");
        }
    }

    private static RefusedException mismatch(String message) {
        return RefusedException.of("dcap-collateral-mismatch", message);
    }
}
