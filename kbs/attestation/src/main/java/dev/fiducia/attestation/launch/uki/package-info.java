/// The TPM registers of a machine that boots a unified kernel image (UKI), as vTPMs of confidential
/// VMs report them.
///
/// Written after systemd-stub and systemd-measure (canonical order of sections, what is measured to
/// which register, boot phases) and the TCG PC Client Platform Firmware Profile (register 4). What
/// the stub picks up besides the image (credentials, add-ons, extensions) is not part of these
/// values.
@NullMarked
package dev.fiducia.attestation.launch.uki;

import org.jspecify.annotations.NullMarked;
