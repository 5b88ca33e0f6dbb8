package dev.fiducia.kbs.agentpolicy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.fiducia.ha.store.NamespaceView;
import dev.fiducia.initdata.agentpolicy.AgentPolicyClaims;
import dev.fiducia.initdata.agentpolicy.PolicyRegister;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// What documents' agent policies are worth by the registered ones: see [AgentPolicyClaims]. Each
/// document is judged once for each state of the register. Thread-safe.
public final class PolicyVerdicts {
    private static final int MAX = 4096;
    private static final long PATIENCE_SECONDS = 2;

    /// Characters of a stranger's policy that are worth compiling: generated ones have a third.
    private static final int MAX_STRANGER = 256 * 1024;

    private final AgentPolicies policies;
    private final Cache<Judged, ObjectNode> known = Caffeine.newBuilder().maximumSize(MAX).build();

    /// Strangers' policies are judged a few at a time, so that they can't take all threads.
    private final Semaphore strangers =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

    public PolicyVerdicts(AgentPolicies policies) {
        this.policies = policies;
    }

    /// A document, by its digest, as judged by the register of a generation.
    private record Judged(String document, long generation) {}

    /// For a document that an administrator registered. The caller owns the object.
    ///
    /// @param document the document's id: the digest of its bytes
    /// @param policy reads the document's `policy.rego`; empty if it has none
    public ObjectNode registered(String document, Supplier<Optional<String>> policy) {
        NamespaceView.View<PolicyRegister> register = policies.register();
        Judged key = new Judged(document, register.generation());
        ObjectNode verdict = known.getIfPresent(key);
        return (verdict == null ? judge(key, register.value(), policy.get()) : verdict).deepCopy();
    }

    /// For a document that nobody registered, and that evidence is bound to; empty when it is too
    /// long, or too many are waiting to be judged. The caller owns the object.
    public Optional<ObjectNode> unregistered(String document, Optional<String> policy) {
        NamespaceView.View<PolicyRegister> register = policies.register();
        Judged key = new Judged(document, register.generation());
        ObjectNode verdict = known.getIfPresent(key);
        if (verdict != null) {
            return Optional.of(verdict.deepCopy());
        }
        boolean tooLong = policy.filter(text -> text.length() > MAX_STRANGER).isPresent();
        if (tooLong || !acquired()) {
            return Optional.empty();
        }
        try {
            ObjectNode meanwhile = known.getIfPresent(key);
            return Optional.of(
                    (meanwhile == null ? judge(key, register.value(), policy) : meanwhile)
                            .deepCopy());
        } finally {
            strangers.release();
        }
    }

    private boolean acquired() {
        try {
            return strangers.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private ObjectNode judge(Judged key, PolicyRegister register, Optional<String> policy) {
        ObjectNode verdict = AgentPolicyClaims.of(register.judge(policy)).toJson();
        known.put(key, verdict);
        return verdict;
    }
}
