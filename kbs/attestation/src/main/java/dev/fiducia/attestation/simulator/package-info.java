/// Simulated hardware: evidence true to the byte, under roots that nobody trusts unless
/// configuration names them.
///
/// It lets the whole path run without hardware or network, in tests, in the quickstart and in
/// `fiducia guest --tee snp-sim`. Formats are written here from the manuals a second time,
/// independent of the verifiers' code, so that the two check one another.
@NullMarked
package dev.fiducia.attestation.simulator;

import org.jspecify.annotations.NullMarked;
