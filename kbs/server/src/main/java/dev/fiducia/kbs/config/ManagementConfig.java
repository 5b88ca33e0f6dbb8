package dev.fiducia.kbs.config;

import java.time.Duration;
import java.util.List;

/// `[management]`: probes and metrics, for those who run the service. Plain HTTP, without
/// authentication, so for addresses that only they reach.
///
/// @param sockets where; none, and there is no such port
/// @param drain how long a service that is told to stop still serves while it says that it is not
///   ready, so that load balancers notice
/// @param rehearsal how long a service that starts may practise before its sockets open
/// @param servesMetrics whether the service's own sockets answer `GET /metrics`, as Trustee's do
public record ManagementConfig(
        List<ListenAddress> sockets, Duration drain, Duration rehearsal, boolean servesMetrics) {
    public ManagementConfig {
        sockets = List.copyOf(sockets);
    }
}
