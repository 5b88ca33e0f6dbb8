/// Work that one replica at a time does for all: a row of the store says which one, and whoever
/// looks at it waits by his own monotonic clock alone. A replica that was paused and does not know
/// that another one took over can do no harm: what it commits as the leader is conditional on that
/// row.
@NullMarked
package dev.fiducia.ha.leader;

import org.jspecify.annotations.NullMarked;
