/// Archives of whole stores: one file, encrypted and authenticated under a key of its own (a key
/// file, or a passphrase by Argon2id), so that a backup needs neither the key ring nor a database.
/// Damage of any kind is found before anything of the archive counts.
@NullMarked
package dev.fiducia.ha.archive;

import org.jspecify.annotations.NullMarked;
