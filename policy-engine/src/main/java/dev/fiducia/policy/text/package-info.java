/// Grammars of texts that several parts read: RE2 expressions within bounds, URLs as Go takes them.
///
/// Nothing here depends on values or budgets; what a text costs is told, so that callers charge it.
@NullMarked
package dev.fiducia.policy.text;

import org.jspecify.annotations.NullMarked;
