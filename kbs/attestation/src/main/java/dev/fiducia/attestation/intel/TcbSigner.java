package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.PemCertificates;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Who signs TCB info and QE identities for Intel.
final class TcbSigner {

    private static final String TCB_SIGNING = "Intel SGX TCB Signing";

    private TcbSigner() {}

    /// What a document says, if this chain's signer signed it, who is the root's and not revoked.
    static JsonPlace signed(
            String what,
            SignedText text,
            List<X509Certificate> chain,
            X509Certificate root,
            Optional<RevocationList> rootCrl,
            CryptoSuite crypto)
            throws RefusedException {
        X509Certificate signer = chain.getFirst();
        if (!IntelSignatures.issued(root, signer, crypto)
                || PemCertificates.commonName(signer).filter(TCB_SIGNING::equals).isEmpty()
                || signer.getBasicConstraints() >= 0) {
            throw PckChain.invalid("The " + what + " is not signed by whom Intel lets sign it");
        }
        if (rootCrl.filter(crl -> crl.revokes(signer)).isPresent()) {
            throw RefusedException.of("dcap-revoked", "The signer of the " + what + " is revoked");
        }
        if (!IntelSignatures.signed(signer, text.text(), text.signature(), crypto)) {
            throw RefusedException.of(
                    "dcap-collateral-invalid", "The signature of the " + what + " is not valid");
        }
        return text.content();
    }
}
