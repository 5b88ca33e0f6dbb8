@NullMarked
package dev.fiducia.kbs.attested;

import org.jspecify.annotations.NullMarked;
