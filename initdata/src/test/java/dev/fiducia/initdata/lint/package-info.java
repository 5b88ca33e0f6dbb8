/// Tests of the lint rules: what triggers each one, what doesn't, and where it points.
@NullMarked
package dev.fiducia.initdata.lint;

import org.jspecify.annotations.NullMarked;
