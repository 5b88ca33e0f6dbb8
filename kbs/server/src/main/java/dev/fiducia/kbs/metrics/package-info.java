/// What the service counts of itself, in Prometheus' text form. Names and buckets are those of
/// Trustee's KBS where it has them; labels take few values that no caller chooses.
@NullMarked
package dev.fiducia.kbs.metrics;

import org.jspecify.annotations.NullMarked;
