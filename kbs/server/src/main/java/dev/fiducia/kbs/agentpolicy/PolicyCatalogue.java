package dev.fiducia.kbs.agentpolicy;

import dev.fiducia.initdata.agentpolicy.AgentPolicyException;
import dev.fiducia.initdata.agentpolicy.PolicyRegister;
import dev.fiducia.initdata.agentpolicy.RegisteredPolicy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// All revisions at one moment of the store, and the register of those that are approved.
/// Immutable.
final class PolicyCatalogue {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyCatalogue.class);
    private static final String PREFIX = "sha256:";

    private final List<PolicyRevision> revisions;
    private final PolicyRegister register;

    PolicyCatalogue(List<PolicyRevision> revisions) {
        this.revisions =
                revisions.stream()
                        .sorted(
                                Comparator.comparing((PolicyRevision each) -> each.policy().name())
                                        .thenComparingInt(each -> each.policy().revision()))
                        .toList();
        this.register = register(this.revisions);
    }

    /// By name and number.
    List<PolicyRevision> revisions() {
        return revisions;
    }

    PolicyRegister register() {
        return register;
    }

    /// By id, with or without `sha256:`; `name@number`; or a name, which stands for its newest
    /// approved revision, and without one for its newest.
    Optional<PolicyRevision> find(String reference) {
        String id = reference.startsWith(PREFIX) ? reference : PREFIX + reference;
        return withId(id).or(() -> numbered(reference)).or(() -> newest(reference));
    }

    Optional<PolicyRevision> withId(String id) {
        return revisions.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    private Optional<PolicyRevision> numbered(String reference) {
        return revisions.stream()
                .filter(each ->
                        reference.equals(each.policy().name() + "@" + each.policy().revision()))
                .findFirst();
    }

    private Optional<PolicyRevision> newest(String name) {
        List<PolicyRevision> newestFirst = ofName(name).reversed();
        return newestFirst.stream()
                .filter(PolicyRevision::isApproved)
                .findFirst()
                .or(() -> newestFirst.stream().findFirst());
    }

    List<PolicyRevision> ofName(String name) {
        return revisions.stream().filter(each -> each.policy().name().equals(name)).toList();
    }

    private static PolicyRegister register(List<PolicyRevision> revisions) {
        List<RegisteredPolicy> approved = new ArrayList<>();
        for (PolicyRevision revision : revisions) {
            if (revision.isApproved()) {
                approved.add(revision.policy());
            }
        }
        try {
            return new PolicyRegister(approved);
        } catch (AgentPolicyException e) {
            approved.removeIf(PolicyCatalogue::isUnusable);
        }
        try {
            return new PolicyRegister(approved);
        } catch (AgentPolicyException e) {
            throw new IllegalStateException(e);
        }
    }

    /// An approved text that this version no longer believes matches nothing.
    private static boolean isUnusable(RegisteredPolicy policy) {
        try {
            new PolicyRegister(List.of(policy));
            return false;
        } catch (AgentPolicyException e) {
            LOG.atError().addKeyValue("policy", policy.id()).log("{}", e.getMessage());
            return true;
        }
    }
}
