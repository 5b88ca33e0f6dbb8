/// Tests of the audit log: what the chain shows when someone tampered with it.
@NullMarked
package dev.fiducia.ha.audit;

import org.jspecify.annotations.NullMarked;
