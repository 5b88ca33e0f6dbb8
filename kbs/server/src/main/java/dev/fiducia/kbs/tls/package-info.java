/// The server's private key and certificate: read from PEM files, or made on first start and kept
/// beside the store. A pair that does not fit together, an encrypted key or a file without a
/// certificate is refused with a sentence that says so. A certificate made here is self-signed, on
/// P-256, no authority, and names what the service listens on.
@NullMarked
package dev.fiducia.kbs.tls;

import org.jspecify.annotations.NullMarked;
