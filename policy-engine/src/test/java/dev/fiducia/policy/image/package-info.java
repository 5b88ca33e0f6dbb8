@NullMarked
package dev.fiducia.policy.image;

import org.jspecify.annotations.NullMarked;
