package dev.fiducia.kbs.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/// The policy that decides about releases, as this feature sees it.
@FunctionalInterface
public interface ReleasePolicy {

    /// Decides about one call.
    ///
    /// @param claims the claims of the verified token
    /// @param plugin the first segment of the path
    /// @param path the segments behind it
    /// @param query the query's parameters
    Decision decide(ObjectNode claims, String plugin, List<String> path, Map<String, String> query);

    /// What policy says.
    sealed interface Decision {
        /// The rule was exactly `true`.
        record Allowed() implements Decision {}

        /// It was anything else.
        record Denied(String reason) implements Decision {}

        /// It could not be evaluated, which denies too.
        record Failed(String reason) implements Decision {}
    }
}
