/// Things that may be used once, such as the challenges of the handshake. The insert of one row in
/// the record store is the decision: exactly one caller wins, on every store. The row also keeps
/// what came of it, for a repeat of the same request, until its time is over.
@NullMarked
package dev.fiducia.ha.singleuse;

import org.jspecify.annotations.NullMarked;
