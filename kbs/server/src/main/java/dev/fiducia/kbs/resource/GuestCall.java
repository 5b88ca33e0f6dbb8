package dev.fiducia.kbs.resource;

import dev.fiducia.attestation.Tee;
import dev.fiducia.kbs.decision.AttestedFacts;
import dev.fiducia.kbs.decision.Facts;
import dev.fiducia.kbs.http.Request;

import java.util.List;

/// What a guest that attested asks for, and where it stands now.
record GuestCall(
        Request request,
        GuestAuthorization.Result.Authorized guest,
        CurrentInitdata.Standing standing) {

    /// The path behind the plugin's name.
    List<String> path() {
        return request.rest().subList(1, request.rest().size());
    }

    /// What its token says of it, for records and logs.
    String appraisal() {
        return AppraisalSummary.of(guest.claims());
    }

    /// What a record of a decision about it says to begin with.
    Facts facts(String verb, String outcome) {
        Facts facts =
                Facts.of(
                                request.rest().getFirst() + "." + verb,
                                Facts.holderOf(guest.teeKey().thumbprint()),
                                Plugin.target(request))
                        .with("outcome", outcome)
                        .with("tee", standing.tee().map(Tee::wireName))
                        .with("appraisal", appraisal())
                        .with(request);
        AttestedFacts.initdata(facts, standing.initdata());
        return facts;
    }
}
