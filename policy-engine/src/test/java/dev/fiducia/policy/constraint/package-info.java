/// Tests of the constraint framework.
@NullMarked
package dev.fiducia.policy.constraint;

import org.jspecify.annotations.NullMarked;
