/// The key broker service: its composition root.
///
/// [dev.fiducia.kbs.Fiducia] says what exists and who knows whom, from configuration to sockets;
/// each feature is a package below and contributes its routes. What can't be set up safely stops
/// the start with a reason.
@NullMarked
package dev.fiducia.kbs;

import org.jspecify.annotations.NullMarked;
