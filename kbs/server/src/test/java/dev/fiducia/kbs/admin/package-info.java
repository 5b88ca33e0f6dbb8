/// Tests of administration: each way to be denied before the way to be let in.
@NullMarked
package dev.fiducia.kbs.admin;

import org.jspecify.annotations.NullMarked;
