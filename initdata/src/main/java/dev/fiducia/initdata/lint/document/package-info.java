/// Rules about the document itself, `ID001` to `ID016`: its format, its text, what it carries and
/// what it should not carry.
@NullMarked
package dev.fiducia.initdata.lint.document;

import org.jspecify.annotations.NullMarked;
