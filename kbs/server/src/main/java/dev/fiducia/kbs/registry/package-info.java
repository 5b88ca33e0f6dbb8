/// The registry of initdata documents: names with numbered revisions, and which of them the
/// administrators stand for. Registering a revision and its reference values is one commit, and so
/// is every change of its state: neither half is ever there alone. Refused are documents that
/// guests would refuse, those that rules find errors in unless they are forced with a reason, and
/// revoked ones that nobody reinstated.
@NullMarked
package dev.fiducia.kbs.registry;

import org.jspecify.annotations.NullMarked;
