/// What has to be fetched to judge evidence: certificates, and later revocation lists and TCB
/// information.
///
/// Fetches go to configured hosts only, follow no redirect, and are bounded in time, size and
/// number. Nothing fetched is believed for where it came from: the verifier checks its signatures.
@NullMarked
package dev.fiducia.attestation.collateral;

import org.jspecify.annotations.NullMarked;
