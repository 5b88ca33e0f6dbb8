@NullMarked
package dev.fiducia.ha.archive;

import org.jspecify.annotations.NullMarked;
