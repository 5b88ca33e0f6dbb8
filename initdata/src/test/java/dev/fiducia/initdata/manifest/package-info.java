@NullMarked
package dev.fiducia.initdata.manifest;

import org.jspecify.annotations.NullMarked;
