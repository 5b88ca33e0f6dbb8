/// Tests of the registry: what it computes, what it refuses, and that no change is lost.
@NullMarked
package dev.fiducia.kbs.registry;

import org.jspecify.annotations.NullMarked;
