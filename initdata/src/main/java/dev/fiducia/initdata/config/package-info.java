/// The configuration of the guest's attestation agent (`aa.toml`) and confidential data hub
/// (`cdh.toml`), as those components read it: they ignore keys that they do not know and convert
/// between strings, numbers and truth values. This package reads the same, and says what was
/// ignored, converted, missing or of the wrong type. Source: the guest components' `config`
/// modules, 2026-08.
@NullMarked
package dev.fiducia.initdata.config;

import org.jspecify.annotations.NullMarked;
