package dev.fiducia.kbs.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.Transition;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Parameters;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.http.Response;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Changes of state: `:activate`, `:supersede`, `:revoke`, `:expire`, and `DELETE`, which revokes.
/// The reason is in the body, as `{"reason": …}`, or a parameter.
final class TransitionEndpoint {
    static final Set<String> PLAIN = Set.of("dryRun", "reason");
    static final Set<String> SUPERSEDE = Set.of("dryRun", "reason", "grace");
    static final Set<String> ACTIVATE = Set.of("dryRun", "reason", "force", "reinstate", "profile");

    private static final Pattern GRACE = Pattern.compile("([0-9]{1,6})([smhd])");

    private final InitdataRegistry registry;
    private final DocumentLint lint;
    private final Affected affected;

    TransitionEndpoint(InitdataRegistry registry, DocumentLint lint, Affected affected) {
        this.registry = registry;
        this.lint = lint;
        this.affected = affected;
    }

    Response activate(AdminCall call, Selection selection) throws ApiProblem {
        Parameters parameters = call.parameters();
        Transition transition = new Transition.Activate(parameters.flag("reinstate", false));
        Optional<InitdataRevision> revision =
                registry.select(selection).stream().map(VersionedRevision::revision).findFirst();
        Judgement judgement =
                new Judgement(
                        revision.isEmpty()
                                ? List.of()
                                : lint.findings(
                                        registry.parsedDocument(revision.get()),
                                        RegistrationParameters.profile(parameters, lint.profile()),
                                        revision.get().platforms()),
                        parameters.flag("force", false));
        return change(call, selection, transition, judgement);
    }

    Response supersede(AdminCall call, Selection selection) throws ApiProblem {
        Parameters parameters = call.parameters();
        Transition transition = new Transition.Supersede(grace(parameters));
        return change(call, selection, transition, Judgement.CLEAN);
    }

    Response revoke(AdminCall call, Selection selection) throws ApiProblem {
        return plain(call, selection, new Transition.Revoke());
    }

    Response expire(AdminCall call, Selection selection) throws ApiProblem {
        return plain(call, selection, new Transition.Expire());
    }

    private Response plain(AdminCall call, Selection selection, Transition transition)
            throws ApiProblem {
        return change(call, selection, transition, Judgement.CLEAN);
    }

    private Response change(
            AdminCall call, Selection selection, Transition transition, Judgement judgement)
            throws ApiProblem {
        Optional<String> inQuery = call.parameters().text("reason");
        Optional<String> reason = call.reason().filter(why -> !why.isBlank()).or(() -> inQuery);
        Terms terms = call.terms(reason);
        return switch (registry.change(selection, transition, judgement, terms)) {
            case RegistryOutcome.Refused refused -> RegistryAnswers.problem(call, refused);
            case RegistryOutcome.Done done -> {
                ObjectNode view = InitdataView.brief(done.revision(), registry.now());
                if (done.revisions().size() > 1) {
                    ArrayNode others = view.putArray("all");
                    done.revisions()
                            .forEach(each ->
                                    others.add(
                                            InitdataView.brief(each.revision(), registry.now())));
                }
                if (!done.findings().isEmpty()) {
                    view.set("findings", RegistryAnswers.findings(done.findings()));
                }
                view.put("changed", done.effect() == RegistryOutcome.Effect.CHANGED);
                if (transition instanceof Transition.Revoke) {
                    view.set(
                            "affected",
                            affected.by(
                                    done.revisions().stream()
                                            .map(VersionedRevision::revision)
                                            .toList()));
                }
                yield RegistryAnswers.done(200, view, done, terms);
            }
        };
    }

    private static Duration grace(Parameters parameters) throws ApiProblem {
        Optional<String> text = parameters.text("grace");
        if (text.isEmpty()) {
            return Duration.ZERO;
        }
        Matcher matcher = GRACE.matcher(text.get());
        if (!matcher.matches()) {
            throw Parameters.bad("grace is a time such as 90s, 30m, 24h or 7d");
        }
        long number = Long.parseLong(matcher.group(1));
        Duration grace =
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                };
        if (grace.compareTo(Transition.Supersede.LONGEST) > 0) {
            throw Parameters.bad("a grace lasts at most 366 days");
        }
        return grace;
    }
}
