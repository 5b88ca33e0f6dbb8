package dev.fiducia.kbs.admin;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.kbs.config.AdminConfig;
import dev.fiducia.kbs.http.Request;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Decides who may administer. The canonical path of the request is judged, never its raw target:
/// escapes and query strings change nothing. Thread-safe.
public final class AdminAccess {
    private static final Logger LOG = LoggerFactory.getLogger(AdminAccess.class);

    private final Mode mode;

    private AdminAccess(Mode mode) {
        this.mode = mode;
    }

    /// Loads the keys and expressions of a configuration. Keys at `https` addresses are fetched
    /// here, once.
    ///
    /// @param folder where the key pair of the first start is kept
    /// @throws AdminException if any of them is unusable
    public static AdminAccess open(
            AdminConfig config, Path folder, CryptoSuite crypto, InstantSource clock)
            throws AdminException {
        return new AdminAccess(
                switch (config) {
                    case AdminConfig.InsecureAllowAll _ -> new Everyone();
                    case AdminConfig.DenyAll _ -> new Nobody();
                    case AdminConfig.GeneratedKey _ -> {
                        GeneratedAdminKey key =
                                GeneratedAdminKey.openOrCreate(folder, crypto, clock);
                        TokenVerifier verifier =
                                new TokenVerifier(clock, List.of(key.issuer(crypto)));
                        yield new Authenticated(verifier, GeneratedAdminKey.acl());
                    }
                    case AdminConfig.AuthenticatedAuthorization authenticated ->
                            authenticated(authenticated, crypto, clock);
                });
    }

    private static Authenticated authenticated(
            AdminConfig.AuthenticatedAuthorization config, CryptoSuite crypto, InstantSource clock)
            throws AdminException {
        if (config.identityProviders().isEmpty()) {
            throw new AdminException(
                    "AuthenticatedAuthorization requires at least one `identity_providers` entry in"
                            + " [admin.authentication.bearer_jwt]");
        }
        RegexAcl acl = RegexAcl.of(config.acls());
        List<TrustedIssuer> issuers = new ArrayList<>();
        for (AdminConfig.IdentityProvider provider : config.identityProviders()) {
            issuers.add(TrustedIssuer.load(provider, crypto));
        }
        return new Authenticated(new TokenVerifier(clock, issuers), acl);
    }

    /// Decides on one request, and logs the decision.
    public AdminDecision decide(Request request) {
        AdminDecision decision = mode.decide(request);
        switch (decision) {
            case AdminDecision.Granted(AdminIdentity who) ->
                    LOG.atInfo()
                            .addKeyValue("request", request.id())
                            .addKeyValue("method", request.method())
                            .addKeyValue("path", request.path())
                            .addKeyValue("role", who.role())
                            .addKeyValue("subject", who.subject().orElse(""))
                            .log("admin access granted");
            case AdminDecision.Denied(String code, String reason) ->
                    LOG.atWarn()
                            .addKeyValue("request", request.id())
                            .addKeyValue("method", request.method())
                            .addKeyValue("path", request.path())
                            .addKeyValue("code", code)
                            .log("admin access denied: {}", reason);
        }
        return decision;
    }

    private sealed interface Mode {
        AdminDecision decide(Request request);
    }

    private record Everyone() implements Mode {
        @Override
        public AdminDecision decide(Request request) {
            return new AdminDecision.Granted(AdminIdentity.ANYONE);
        }
    }

    private record Nobody() implements Mode {
        @Override
        public AdminDecision decide(Request request) {
            return new AdminDecision.Denied(
                    "admin-disabled",
                    "Admin access denied: Admin access denied as DenyAll authorization_mode is"
                            + " enabled");
        }
    }

    private record Authenticated(TokenVerifier verifier, RegexAcl acl) implements Mode {
        @Override
        public AdminDecision decide(Request request) {
            return request.headers()
                    .bearer()
                    .map(token -> verified(token, request))
                    .orElseGet(() ->
                            new AdminDecision.Denied(
                                    "admin-token-missing",
                                    "Failed to parse HTTP Auth Bearer header"));
        }

        private AdminDecision verified(String token, Request request) {
            return switch (verifier.verify(token)) {
                case AdminDecision.Denied denied -> denied;
                case AdminDecision.Granted(AdminIdentity who)
                        when acl.allows(who.role(), request.path().toString()) ->
                        new AdminDecision.Granted(who);
                case AdminDecision.Granted(AdminIdentity who) ->
                        new AdminDecision.Denied(
                                "admin-role-not-allowed",
                                "Admin access denied: Role %s not allowed for path %s"
                                        .formatted(who.role(), request.path()));
            };
        }
    }
}
