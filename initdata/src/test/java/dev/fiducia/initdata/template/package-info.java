@NullMarked
package dev.fiducia.initdata.template;

import org.jspecify.annotations.NullMarked;
