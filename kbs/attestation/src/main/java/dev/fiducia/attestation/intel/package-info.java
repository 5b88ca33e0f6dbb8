/// Intel TDX and SGX by DCAP: quotes, the certificates and collateral behind them, and the status
/// of the platform that they add up to.
///
/// Written after Intel's TDX DCAP Quoting Library API (quote versions 4 and 5) and SGX ECDSA
/// QuoteLib Reference (version 3), the PCK certificate specification, and the API of the
/// Provisioning Certification Service, version 4 (TCB info 3, QE identity 2). A quote is refused
/// without collateral: nothing can say then whether the platform was revoked. Signatures over
/// collateral are checked over its text as it came, never over a text made anew. Every chain of one
/// verification ends at the same root. What only ages (certificates, CRLs, TCB info) becomes the
/// claim `collateral_expiration_status`; a status short of revoked becomes `tcb_status`; both are
/// for a policy to judge.
@NullMarked
package dev.fiducia.attestation.intel;

import org.jspecify.annotations.NullMarked;
