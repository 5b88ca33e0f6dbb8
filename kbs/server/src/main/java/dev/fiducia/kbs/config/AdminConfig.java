package dev.fiducia.kbs.config;

import java.util.List;
import java.util.Optional;

/// `[admin]`: who may administer.
public sealed interface AdminConfig {

    /// Everyone who can reach the port may do everything. For tests on a closed network.
    record InsecureAllowAll() implements AdminConfig {}

    /// Nobody may do anything.
    record DenyAll() implements AdminConfig {}

    /// The default: a key pair made on first start, with a ready token beside the store.
    record GeneratedKey() implements AdminConfig {}

    /// Bearer tokens of identity providers, and the paths that each role may call.
    record AuthenticatedAuthorization(List<IdentityProvider> identityProviders, List<AclRule> acls)
            implements AdminConfig {
        public AuthenticatedAuthorization {
            identityProviders = List.copyOf(identityProviders);
            acls = List.copyOf(acls);
        }
    }

    /// Who signs admin tokens: at least one source of keys; `issuer` and `audience` are checked
    /// where they are given.
    record IdentityProvider(
            Optional<String> issuer,
            Optional<String> audience,
            Optional<String> publicKeyUri,
            Optional<String> jwkSetUri,
            Place place) {}

    /// A role may call the paths that `allowedEndpoints` matches.
    record AclRule(String role, String allowedEndpoints, Place place) {}
}
