/// The registry of initdata documents: which documents the administrators stand for. Registering
/// one and its reference values is one commit, and so is revoking it: neither half is ever there
/// alone. Refused are documents that guests would refuse, names that are taken, and revoked
/// documents that nobody reinstated.
@NullMarked
package dev.fiducia.kbs.registry;

import org.jspecify.annotations.NullMarked;
