@NullMarked
package dev.fiducia.initdata.rotation;

import org.jspecify.annotations.NullMarked;
