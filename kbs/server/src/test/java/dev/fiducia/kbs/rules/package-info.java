/// Tests of the rules of administrators.
@NullMarked
package dev.fiducia.kbs.rules;

import org.jspecify.annotations.NullMarked;
