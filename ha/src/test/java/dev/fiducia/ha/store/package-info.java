/// Tests of the record stores: one contract that each has to keep, and what is particular to
/// SQLite.
@NullMarked
package dev.fiducia.ha.store;

import org.jspecify.annotations.NullMarked;
