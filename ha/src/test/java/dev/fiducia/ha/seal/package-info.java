/// Tests of the package: refusals first.
@NullMarked
package dev.fiducia.ha.seal;

import org.jspecify.annotations.NullMarked;
