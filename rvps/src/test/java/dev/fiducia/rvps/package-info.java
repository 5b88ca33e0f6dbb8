/// Tests of reference values: refusals first.
@NullMarked
package dev.fiducia.rvps;

import org.jspecify.annotations.NullMarked;
