/// Reports for people, for programs and for code-scanning services.
@NullMarked
package dev.fiducia.initdata.lint.output;

import org.jspecify.annotations.NullMarked;
