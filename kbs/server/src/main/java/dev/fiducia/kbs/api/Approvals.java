package dev.fiducia.kbs.api;

import dev.fiducia.kbs.admin.AdminIdentity;
import dev.fiducia.kbs.config.Approval;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/// Whether one administrator may bring something into force, or two have to agree. People are told
/// apart by the subjects of their tokens, whoever issued those: one without a subject is nobody's
/// second person.
public final class Approvals {
    private static final Logger LOG = LoggerFactory.getLogger(Approvals.class);

    private final Approval mode;

    public Approvals(Approval mode) {
        this.mode = mode;
    }

    /// Whether what is new may count at once.
    public boolean isOnePersonEnough() {
        return mode == Approval.NONE;
    }

    /// Refuses to make something new by somebody who can't be told apart from a second person, and
    /// to let it count at once.
    ///
    /// @param atOnce whether it shall count at once
    public void requireNew(AdminIdentity author, boolean atOnce) throws ApiProblem {
        if (isOnePersonEnough()) {
            return;
        }
        requireSubject(author);
        if (atOnce) {
            throw refused(
                    author,
                    "approval-needed",
                    "here two persons stand for what counts (initdata.approval): make a draft, and"
                            + " let another one activate it");
        }
    }

    /// What the wish to bring something into force leads to.
    public enum Verdict {
        /// It counts.
        GRANTED,
        /// It is noted, for a second person to grant.
        PROPOSED
    }

    /// Judges the wish that something count.
    ///
    /// @param author who made it
    /// @param proposer who last asked that it count, or changed the draft
    /// @param isDraft whether it waits for nothing but a second person; what was taken back or
    ///   ended has to be proposed first
    /// @throws ApiProblem if it takes somebody else
    public Verdict judge(
            AdminIdentity who, String author, Optional<String> proposer, boolean isDraft)
            throws ApiProblem {
        if (isOnePersonEnough()) {
            return Verdict.GRANTED;
        }
        String subject = requireSubject(who);
        if (!isDraft && proposer.isEmpty()) {
            return Verdict.PROPOSED;
        }
        if (proposer.filter(subject::equals).isPresent() || subject.equals(author)) {
            throw refused(
                    who,
                    "approval-second-person",
                    "whoever made or proposed it can't approve it as well (initdata.approval): let"
                            + " another person do it");
        }
        return Verdict.GRANTED;
    }

    private static String requireSubject(AdminIdentity who) throws ApiProblem {
        if (who.subject().filter(subject -> !subject.isBlank()).isEmpty()) {
            throw refused(
                    who,
                    "approval-needs-subject",
                    "two persons have to agree here (initdata.approval), and your token does not"
                            + " say who you are: it needs a subject (sub)");
        }
        return who.subject().get();
    }

    private static ApiProblem refused(AdminIdentity who, String code, String detail) {
        LOG.atWarn().addKeyValue("by", who.name()).addKeyValue("code", code).log("not approved");
        return ApiProblem.forbidden(code, detail);
    }
}
