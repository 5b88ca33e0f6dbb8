/// The attesters without hardware: evidence that anyone can write, for trying the protocol out.
///
/// `sample` stands for a CPU, `sampledevice` for a device beside it; their formats are those of the
/// Confidential Containers guest. They check the binding to the runtime data and nothing else, so a
/// policy must never release anything of worth to them.
@NullMarked
package dev.fiducia.attestation.sample;

import org.jspecify.annotations.NullMarked;
