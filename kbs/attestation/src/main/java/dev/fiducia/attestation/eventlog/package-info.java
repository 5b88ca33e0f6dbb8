/// Confidential computing event logs: CCEL, which firmware and boot loader write, with the guest
/// agent's own entries (AAEL) behind it.
///
/// Written after the TCG PC Client Platform Firmware Profile (TCG_PCR_EVENT2, event types), the
/// UEFI specification (CC measurement registers, device paths) and the entries of the Confidential
/// Containers attestation agent. A log is a story that anyone could tell: what a replay of the
/// hardware's registers confirms is a record's digest. Records of other registers, and digests of
/// other algorithms, are told apart and never given as authenticated; and that a record's *data* is
/// what was measured holds only where its digest is that of the data (`digest_matches_event`).
@NullMarked
package dev.fiducia.attestation.eventlog;

import org.jspecify.annotations.NullMarked;
