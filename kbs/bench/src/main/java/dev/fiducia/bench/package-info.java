/// Measures the service as its users see it: guests arrive at a fixed rate, whatever the service
/// does, attest and fetch a secret, which is checked. Times count from the planned arrival, so that
/// a service that stalls can't hide it. The benchmarks of single operations are in the package
/// `jmh`.
@NullMarked
package dev.fiducia.bench;

import org.jspecify.annotations.NullMarked;
