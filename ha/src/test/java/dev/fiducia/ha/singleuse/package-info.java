/// Tests of the package: refusals first.
@NullMarked
package dev.fiducia.ha.singleuse;

import org.jspecify.annotations.NullMarked;
