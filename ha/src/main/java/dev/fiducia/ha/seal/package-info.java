/// How values are kept secret at rest: the key ring and the AES-256-GCM seal that binds a value to
/// its namespace, key and version. Keys are held in [dev.fiducia.ha.seal.SecretBytes] and never
/// printed. Old keys of the ring stay readable, new values are sealed under the active one.
@NullMarked
package dev.fiducia.ha.seal;

import org.jspecify.annotations.NullMarked;
