/// Puts all rules together: the one place that knows every family of them.
@NullMarked
package dev.fiducia.initdata.lint.catalogue;

import org.jspecify.annotations.NullMarked;
