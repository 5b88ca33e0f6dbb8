@NullMarked
package dev.fiducia.kbs.admission;

import org.jspecify.annotations.NullMarked;
