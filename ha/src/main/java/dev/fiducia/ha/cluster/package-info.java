/// Replicas that know one another: an embedded Hazelcast that keeps sessions in memory across
/// replicas. It is never the truth: what decides is in the record store, and whatever enters the
/// cluster is sealed first. Members prove that they have the key ring; while a stranger is among
/// them, nothing of the cluster is used.
@NullMarked
package dev.fiducia.ha.cluster;

import org.jspecify.annotations.NullMarked;
