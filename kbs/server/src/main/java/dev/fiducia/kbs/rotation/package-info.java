/// Certificates in registered initdata: which of them end when, whom that concerns, and the
/// documents that come after. Source: initdata.md e.2 (step 23), h.3 (`/certificates/expiring`),
/// h.5.
@NullMarked
package dev.fiducia.kbs.rotation;

import org.jspecify.annotations.NullMarked;
