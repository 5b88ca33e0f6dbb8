/// AMD SEV-SNP: attestation reports, and the certificates that stand behind them.
///
/// Written after the SEV Secure Nested Paging Firmware ABI Specification (AMD 56860) for reports of
/// version 2 to 5, the VCEK/VLEK certificate and KDS interface specification (AMD 57230) for
/// endorsements, and the evidence format of the Confidential Containers attester. Refused are
/// reports that don't chain to AMD's roots or to roots named by configuration, that come from
/// another chip or firmware level than their certificate says, or from a VMPL other than 0; debug
/// and migration settings are claims for a policy to judge.
@NullMarked
package dev.fiducia.attestation.snp;

import org.jspecify.annotations.NullMarked;
