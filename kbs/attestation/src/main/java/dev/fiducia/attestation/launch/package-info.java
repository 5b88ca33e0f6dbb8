/// Launch measurements worked out from artefacts: what hardware will report of a guest that is
/// started with this firmware, kernel and command line, so that it can be registered as a reference
/// value before any guest ran.
///
/// Pure computation on bytes: no file is opened and no service asked here. Artefacts are as hostile
/// as evidence; what is wrong with one ends in a
/// [dev.fiducia.attestation.evidence.RefusedException] that says where and what to do. A value that
/// depends on something that isn't in the artefacts is not guessed but left out, with a note.
@NullMarked
package dev.fiducia.attestation.launch;

import org.jspecify.annotations.NullMarked;
