package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.collateral.Document;

/// What a platform's quote is judged with, each document as Intel signed it.
///
/// @param tcbInfo `{"tcbInfo":{…},"signature":"…"}`, with signer and root
/// @param qeIdentity `{"enclaveIdentity":{…},"signature":"…"}`, with signer and root
/// @param pckCrl of the CA that issued the PCK, DER or hexadecimal
/// @param rootCrl of the root, DER or hexadecimal
record DcapCollateral(Document tcbInfo, Document qeIdentity, Document pckCrl, Document rootCrl) {

    /// Whether these are the very same documents, not copies of them: quicker to tell than equal
    /// content, and enough to know that nothing was renewed.
    boolean isSameAs(DcapCollateral other) {
        return tcbInfo == other.tcbInfo
                && qeIdentity == other.qeIdentity
                && pckCrl == other.pckCrl
                && rootCrl == other.rootCrl;
    }
}
