/// Who changed what, in a chain of hashes: every event carries the hash of the one before it, and a
/// head record says which is the last. An event is committed with the change that it tells of, so
/// there is none without the other. The chain shows edits, gaps, changed order and a lost end; that
/// someone replaced all of it, head included, shows only to who kept an earlier head elsewhere. Old
/// events may be removed from the front; a signed record says up to where. Events hold digests and
/// names, never secrets.
@NullMarked
package dev.fiducia.ha.audit;

import org.jspecify.annotations.NullMarked;
