package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoObject;

import java.util.Optional;
import java.util.random.RandomGenerator;

/// What a host brings for the functions that reach beyond their arguments.
///
/// @param random where `rand.intn` and `uuid.rfc4122` draw from
/// @param runtime what `opa.runtime` gives
/// @param http who sends the requests of `http.send`
/// @param names who looks up for `net.lookup_ip_addr`
public record HostSeams(
        Optional<RandomGenerator> random,
        RegoObject runtime,
        Optional<HttpSender> http,
        Optional<NameLookup> names) {
    public static final HostSeams NONE =
            new HostSeams(Optional.empty(), RegoObject.EMPTY, Optional.empty(), Optional.empty());
}
