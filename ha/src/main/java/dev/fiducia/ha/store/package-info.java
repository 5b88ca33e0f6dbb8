/// Where durable state lives: versioned records in namespaces behind the seam
/// [dev.fiducia.ha.store.RecordStore], and the embedded SQLite store behind it. Every value is
/// sealed before it reaches the disk; namespaces and keys are stored in the clear. A commit is
/// refused whole when one of its conditions does not hold, and is on the disk when it returns.
@NullMarked
package dev.fiducia.ha.store;

import org.jspecify.annotations.NullMarked;
