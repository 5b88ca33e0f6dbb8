/// What administrators see of the cluster.
@NullMarked
package dev.fiducia.kbs.cluster;

import org.jspecify.annotations.NullMarked;
