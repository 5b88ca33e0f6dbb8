package dev.fiducia.policy.builtin;

import java.io.IOException;
import java.util.Set;

/// Looks up names for `net.lookup_ip_addr`, for a host that grants it.
@FunctionalInterface
public interface NameLookup {
    /// The addresses of a host, as text; fails if there is none. Equal names of one evaluation are
    /// looked up once.
    Set<String> addresses(String name) throws IOException;
}
