/// The management port: whether the process lives, whether it is ready, and its metrics.
@NullMarked
package dev.fiducia.kbs.management;

import org.jspecify.annotations.NullMarked;
