package dev.fiducia.bench;

import dev.fiducia.guest.GuestException;
import dev.fiducia.guest.RcarClient;

import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Load of whole guests: auth, attest and one resource each, with a fresh key, evidence of its own,
/// and the secret decrypted and compared.
public final class HandshakeLoad {

    private static final int ROUNDS = 3;
    private static final Optional<String> WRONG = Optional.of("wrong-secret");

    private final GuestScenario scenario;
    private final AtomicReference<Optional<byte[]>> expected;

    private HandshakeLoad(GuestScenario scenario) {
        this.scenario = scenario;
        this.expected = new AtomicReference<>(scenario.secret());
    }

    /// Runs the plan to its end, which comes when the last guest has its answer or its timeout.
    public static LoadReport run(LoadPlan plan, GuestScenario scenario) {
        return OpenLoop.run(plan, new HandshakeLoad(scenario)::journey);
    }

    private Optional<String> journey() {
        RcarClient guest = scenario.newGuest();
        int rounds = scenario.isPatient() ? ROUNDS : 1;
        Optional<String> error = Optional.of("not-tried");
        for (int round = 0; round < rounds && error.isPresent(); round++) {
            error = round(guest);
            if (error.equals(WRONG)) {
                return error;
            }
        }
        return error;
    }

    private Optional<String> round(RcarClient guest) {
        try {
            if (scenario.isPatient()) {
                guest.attest();
            } else {
                guest.handshake();
            }
            return isRight(guest.fetch(scenario.resource())) ? Optional.empty() : WRONG;
        } catch (GuestException e) {
            return Optional.of(e.failure().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    private boolean isRight(byte[] secret) {
        Optional<byte[]> known =
                expected.updateAndGet(held -> held.isPresent() ? held : Optional.of(secret));
        return known.isPresent() && MessageDigest.isEqual(known.get(), secret);
    }
}
