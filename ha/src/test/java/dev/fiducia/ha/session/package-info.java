/// Tests of the package: refusals first.
@NullMarked
package dev.fiducia.ha.session;

import org.jspecify.annotations.NullMarked;
