/// What administrators see of the collateral that evidence is judged with.
@NullMarked
package dev.fiducia.kbs.collateral;

import org.jspecify.annotations.NullMarked;
