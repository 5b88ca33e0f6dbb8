@NullMarked
package dev.fiducia.ha.leader;

import org.jspecify.annotations.NullMarked;
