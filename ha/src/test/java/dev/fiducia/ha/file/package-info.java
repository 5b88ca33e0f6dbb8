/// Tests of the package: refusals first.
@NullMarked
package dev.fiducia.ha.file;

import org.jspecify.annotations.NullMarked;
