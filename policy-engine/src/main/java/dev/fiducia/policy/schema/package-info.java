/// JSON Schema (drafts 4, 6 and 7). Structural schemas of Kubernetes are another language: see
/// `dev.fiducia.policy.constraint`.
///
/// Results, their order and their words are those of the validator that Open Policy Agent has built
/// in. Regular expressions are RE2; references reach only into the schema itself; the work is
/// metered.
@NullMarked
package dev.fiducia.policy.schema;

import org.jspecify.annotations.NullMarked;
