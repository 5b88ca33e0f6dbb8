/// The audit log over HTTP: reading it, and verifying that nobody tampered with it.
@NullMarked
package dev.fiducia.kbs.audit;

import org.jspecify.annotations.NullMarked;
