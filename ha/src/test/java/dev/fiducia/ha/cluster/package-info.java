/// Members that come, go, are killed, and are not members.
@NullMarked
package dev.fiducia.ha.cluster;

import org.jspecify.annotations.NullMarked;
