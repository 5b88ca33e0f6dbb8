/// The text of policies: lexer, parser for both dialects, and the syntax tree with positions.
/// Source: the Rego grammar of the OPA documentation and the behaviour of its parser. Refuses text
/// beyond the limits of size and nesting, and reports several errors at once.
@NullMarked
package dev.fiducia.policy.syntax;

import org.jspecify.annotations.NullMarked;
