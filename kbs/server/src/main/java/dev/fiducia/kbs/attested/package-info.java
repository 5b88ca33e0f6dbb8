/// What the service remembers of recent attestations, so that administrators can ask who uses a
/// document before they take it back. Kept in memory, bounded, and about registered documents: no
/// guest can make it grow. Source: initdata.md h.3 (`GET /attestations`).
@NullMarked
package dev.fiducia.kbs.attested;

import org.jspecify.annotations.NullMarked;
