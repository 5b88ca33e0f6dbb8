/// Tests of the registry's rules: states, times, transitions, and what a value stands for.
@NullMarked
package dev.fiducia.initdata.registry;

import org.jspecify.annotations.NullMarked;
