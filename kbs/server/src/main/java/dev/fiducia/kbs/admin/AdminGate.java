package dev.fiducia.kbs.admin;

import dev.fiducia.kbs.http.KbsError;
import dev.fiducia.kbs.http.Problem;
import dev.fiducia.kbs.http.Request;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.RouteHandler;

import java.util.function.Consumer;

/// Puts the decision in front of a handler, and words a denial as the interface at hand has it.
public final class AdminGate {
    private final AdminAccess access;
    private final Consumer<String> denials;

    /// @param denials is told the code of every denial, and does not block
    public AdminGate(AdminAccess access, Consumer<String> denials) {
        this.access = access;
        this.denials = denials;
    }

    /// What an administrator asked for.
    @FunctionalInterface
    public interface AdminHandler {
        Response handle(Request request, AdminIdentity who);
    }

    /// A built-in endpoint of the KBS protocol.
    ///
    /// @param endpoint the name that the denial tells
    public RouteHandler kbs(String endpoint, AdminHandler handler) {
        return request ->
                switch (access.decide(request)) {
                    case AdminDecision.Granted(AdminIdentity who) -> handler.handle(request, who);
                    case AdminDecision.Denied(String code, String reason) -> {
                        denials.accept(code);
                        yield KbsError.of(
                                        KbsError.Type.ADMIN_AUTH_ACCESS,
                                        code,
                                        "admin access denied for endpoint %s: %s"
                                                .formatted(endpoint, reason))
                                .response(request.id());
                    }
                };
    }

    /// As [#kbs(String, AdminHandler)], for a handler that does not ask who it is.
    public RouteHandler kbs(String endpoint, RouteHandler handler) {
        return kbs(endpoint, (request, _) -> handler.handle(request));
    }

    /// An endpoint of our own API: 401 asks for a token, 403 says that this one is not enough.
    public RouteHandler api(AdminHandler handler) {
        return request ->
                switch (access.decide(request)) {
                    case AdminDecision.Granted(AdminIdentity who) -> handler.handle(request, who);
                    case AdminDecision.Denied(String code, String reason) -> {
                        denials.accept(code);
                        yield problem(request, code, reason);
                    }
                };
    }

    private static Response problem(Request request, String code, String reason) {
        boolean known =
                code.equals("admin-role-not-allowed")
                        || code.equals("admin-role-missing")
                        || code.equals("admin-disabled");
        Response response =
                new Problem(known ? 403 : 401, code, "Not for you", reason).response(request.id());
        return known ? response : response.withHeader("WWW-Authenticate", "Bearer");
    }
}
