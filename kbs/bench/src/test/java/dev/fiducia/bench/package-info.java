/// Tests of the load driver's arithmetic, and that every benchmark runs once.
@NullMarked
package dev.fiducia.bench;

import org.jspecify.annotations.NullMarked;
