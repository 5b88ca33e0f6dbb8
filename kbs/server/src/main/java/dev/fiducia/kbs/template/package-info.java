/// Templates of initdata documents that the service keeps, and documents rendered from them with
/// what the service knows of itself: its address and the certificate to trust. Source: initdata.md
/// h.3 (`:render`, `/templates`), e.2 (steps 2, 4 and 7).
@NullMarked
package dev.fiducia.kbs.template;

import org.jspecify.annotations.NullMarked;
