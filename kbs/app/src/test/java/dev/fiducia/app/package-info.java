/// Tests of the command line, and of the architecture of all modules.
@NullMarked
package dev.fiducia.app;

import org.jspecify.annotations.NullMarked;
