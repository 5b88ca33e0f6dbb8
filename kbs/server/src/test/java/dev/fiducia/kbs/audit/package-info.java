/// Tests of checkpoints and of what is removed from the log.
@NullMarked
package dev.fiducia.kbs.audit;

import org.jspecify.annotations.NullMarked;
