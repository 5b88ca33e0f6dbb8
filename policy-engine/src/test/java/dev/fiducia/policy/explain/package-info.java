@NullMarked
package dev.fiducia.policy.explain;

import org.jspecify.annotations.NullMarked;
