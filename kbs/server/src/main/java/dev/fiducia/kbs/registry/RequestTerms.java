package dev.fiducia.kbs.registry;

import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;

import java.util.Optional;

/// The terms that a request sets: `If-Match`, `Idempotency-Key`, `dryRun` and a reason.
final class RequestTerms {
    private RequestTerms() {}

    static Terms of(AdminCall call, Optional<String> reason) throws ApiProblem {
        return new Terms(
                call.actor(),
                reason,
                call.isDryRun(),
                call.version(),
                call.idempotencyKey(),
                call.id());
    }
}
