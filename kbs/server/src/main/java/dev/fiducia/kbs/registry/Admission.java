package dev.fiducia.kbs.registry;

import dev.fiducia.initdata.registry.RegistrationCandidate;
import dev.fiducia.initdata.registry.RegistrationRule;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.registry.RegistryOutcome.Kind;
import dev.fiducia.kbs.registry.RegistryOutcome.Refused;
import dev.fiducia.rvps.RvpsException;

import java.util.List;

/// Lets in what the rules have nothing against. An error keeps a document out unless whoever asks
/// forces it and says why.
final class Admission {
    private final List<RegistrationRule> rules;

    Admission(List<RegistrationRule> rules) {
        this.rules = List.copyOf(rules);
    }

    @FunctionalInterface
    interface Admitted {
        Step step(Judgement judgement) throws RvpsException;
    }

    Step judged(RegistrationCandidate candidate, Judgement before, Terms terms, Admitted admitted)
            throws RvpsException {
        Judgement judgement = before;
        for (RegistrationRule rule : rules) {
            judgement = judgement.with(rule.judge(candidate));
        }
        if (judgement.force() && terms.reason().isEmpty()) {
            return Step.refused(
                    Kind.INVALID, "initdata-reason-missing", "force=true needs a reason");
        }
        if (judgement.hasErrors() && !judgement.force()) {
            return new Step.Stop(
                    new Refused(
                            Kind.INVALID,
                            "initdata-refused",
                            "the findings of severity error forbid this; correct the document, or"
                                    + " send force=true and a reason to let it in as it is",
                            judgement.findings()));
        }
        return admitted.step(judgement);
    }
}
