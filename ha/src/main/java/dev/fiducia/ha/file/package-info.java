/// Files that only their owner may touch: how they are created, checked and replaced. A file that
/// someone else could have read or written is refused, with the command that mends it in the
/// message.
@NullMarked
package dev.fiducia.ha.file;

import org.jspecify.annotations.NullMarked;
