/// Benchmarks of the operations that a handshake consists of: evidence verified, policy evaluated,
/// secret encrypted. Each measures the warm state of a service; evidence is simulated, of the same
/// form and arithmetic as genuine one. Their figures compare providers and changes on one machine,
/// and are no promise for another.
@NullMarked
package dev.fiducia.bench.jmh;

import org.jspecify.annotations.NullMarked;
