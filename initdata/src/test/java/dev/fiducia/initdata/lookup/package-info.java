@NullMarked
package dev.fiducia.initdata.lookup;

import org.jspecify.annotations.NullMarked;
