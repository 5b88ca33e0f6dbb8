/// The configuration file: one TOML document, read strictly into immutable records. Trustee's
/// `kbs-config.toml` keys work as they are, ours are tables beside them. What is unknown, of
/// another type, out of range or not built yet is refused with its line and column, never ignored.
@NullMarked
package dev.fiducia.kbs.config;

import org.jspecify.annotations.NullMarked;
