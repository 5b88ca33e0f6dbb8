/// Linux kernel images, as far as boot loaders have to know them: the setup header of a bzImage.
///
/// Written after the kernel's boot protocol (`Documentation/arch/x86/boot.rst`). What has no such
/// header is refused where it has to be a kernel.
@NullMarked
package dev.fiducia.attestation.launch.linux;

import org.jspecify.annotations.NullMarked;
