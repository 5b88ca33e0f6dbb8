package dev.fiducia.initdata.lint;

import java.util.Optional;

/// What the service that lints knows of itself. Offline, nothing.
public interface HostFacts {

    /// What a resource of the service turned out to be.
    enum ResourceKind {
        /// The service cannot tell.
        NOT_KNOWN,
        /// The service has no such resource.
        ABSENT,
        /// A JSON object, as image policies are.
        JSON_OBJECT,
        /// A public key or certificate in PEM.
        PUBLIC_KEY,
        /// Something else.
        OTHER
    }

    /// Nothing is known.
    HostFacts NONE =
            new HostFacts() {
                @Override
                public Optional<String> serviceUrl() {
                    return Optional.empty();
                }

                @Override
                public ResourceKind resource(String path) {
                    return ResourceKind.NOT_KNOWN;
                }
            };

    /// The URL at which guests reach the service.
    Optional<String> serviceUrl();

    /// What is stored at `repository/type/tag`.
    ResourceKind resource(String path);
}
