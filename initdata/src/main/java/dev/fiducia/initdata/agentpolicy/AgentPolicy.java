package dev.fiducia.initdata.agentpolicy;

import dev.fiducia.initdata.agentpolicy.PolicyProblem.Kind;
import dev.fiducia.policy.CompileResult;
import dev.fiducia.policy.Diagnostic;
import dev.fiducia.policy.Limits;
import dev.fiducia.policy.PolicySet;
import dev.fiducia.policy.PolicySource;
import dev.fiducia.policy.Position;
import dev.fiducia.policy.Profile;
import dev.fiducia.policy.RegoCompiler;
import dev.fiducia.policy.RegoVersion;
import dev.fiducia.policy.syntax.Module;
import dev.fiducia.policy.syntax.ParseResult;
import dev.fiducia.policy.syntax.RegoParser;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The text of an agent policy and its one syntax tree. Immutable.
///
/// Older agents read version 0 of Rego, newer ones version 1. A text that both can read must be the
/// same rules to both; which of them it loads in is part of what it is.
public final class AgentPolicy {

    /// The package whose rules agents evaluate.
    public static final String PACKAGE = "agent_policy";

    /// The longest text, in UTF-16 units: no document can carry more.
    public static final int MAX_LENGTH = 512 * 1024;

    private static final List<RegoVersion> DIALECTS = List.of(RegoVersion.V1, RegoVersion.V0);
    private static final String FILE = "policy.rego";

    private final String text;
    private final Sha256 sha256;
    private final Module module;
    private final List<RegoVersion> dialects;

    /// Made when it is first asked for: what matches by its tree is never asked.
    private volatile @Nullable PolicyData data;

    private AgentPolicy(String text, Sha256 sha256, Module module, List<RegoVersion> dialects) {
        this.text = text;
        this.sha256 = sha256;
        this.module = module;
        this.dialects = List.copyOf(dialects);
    }

    /// Reads a policy; never throws for what the text says.
    public static PolicyReading read(String text) {
        if (text.length() > MAX_LENGTH) {
            return refused(Kind.TOO_LARGE, "the policy is longer than any document can carry");
        }
        return Sha256.of(text)
                .map(sha256 -> read(text, sha256))
                .orElseGet(() ->
                        refused(Kind.NOT_UNICODE, "the policy holds half of a surrogate pair"));
    }

    /// As above, of a text that is not too long and whose digest is known already.
    static PolicyReading read(String text, Sha256 sha256) {
        List<RegoVersion> dialects = new ArrayList<>();
        Module module = null;
        List<Diagnostic> errors = List.of();
        List<ParseResult> readings =
                RegoParser.parseInEach(PolicySource.of(FILE, text), DIALECTS, Limits.generous());
        for (int i = 0; i < DIALECTS.size(); i++) {
            RegoVersion dialect = DIALECTS.get(i);
            ParseResult parsed = readings.get(i);
            if (parsed.module().isEmpty()) {
                errors = parsed.diagnostics();
                continue;
            }
            if (module != null && !sayTheSame(module, parsed.module().get())) {
                return refused(
                        Kind.DIALECTS_DIFFER,
                        "agents that read Rego version 0 see other rules than those that read"
                                + " version 1: import rego.v1 or future.keywords");
            }
            module = module == null ? parsed.module().get() : module;
            dialects.add(dialect);
        }
        if (module == null) {
            return new PolicyReading.Refused(problems(Kind.SYNTAX, errors));
        }
        if (!module.packagePath().equals(List.of(PACKAGE))) {
            return PolicyReading.Refused.of(
                    new PolicyProblem(
                            Kind.WRONG_PACKAGE,
                            "agents look for rules in package agent_policy only: begin the policy"
                                    + " with it",
                            module.at()));
        }
        Optional<Position> huge = HugeNumbers.in(module);
        if (huge.isPresent()) {
            return PolicyReading.Refused.of(
                    new PolicyProblem(
                            Kind.DOES_NOT_COMPILE, "a number with too many digits", huge.get()));
        }
        return new PolicyReading.Read(new AgentPolicy(text, sha256, module, dialects));
    }

    /// The text as it was given.
    public String text() {
        return text;
    }

    /// The SHA-256 of the text's bytes, in lower-case hexadecimal.
    public String sha256() {
        return sha256.hex();
    }

    /// The data that the policy carries for its rules.
    public PolicyData data() {
        PolicyData known = data;
        if (known == null) {
            known = PolicyData.in(module);
            data = known;
        }
        return known;
    }

    /// The syntax tree.
    public Module module() {
        return module;
    }

    /// The dialects in which the text can be read, the newest first.
    public List<RegoVersion> dialects() {
        return dialects;
    }

    /// Finds out which requests the policy leaves open, by its rules and by asking it.
    public PolicyExamination examine() {
        CompileResult compiled = compile();
        return compiled.policy().isEmpty()
                ? new PolicyExamination.Refused(problems(Kind.DOES_NOT_COMPILE, compiled.errors()))
                : new PolicyExamination.Examined(
                        new Examiner(module, compiled.policy().get()).report());
    }

    /// What keeps an agent from loading the policy; empty when nothing does.
    public List<PolicyProblem> loadProblems() {
        CompileResult compiled = compile();
        return compiled.policy().isPresent()
                ? List.of()
                : problems(Kind.DOES_NOT_COMPILE, compiled.errors());
    }

    /// The policy as agents compile it, in the newest dialect that takes it.
    CompileResult compile() {
        @Nullable CompileResult last = null;
        for (RegoVersion dialect : dialects) {
            last =
                    RegoCompiler.builder()
                            .profile(Profile.KATA)
                            .build()
                            .compile(List.of(new PolicySource(FILE, text, dialect)));
            Optional<PolicySet> policy = last.policy();
            if (policy.isPresent()) {
                return last;
            }
        }
        if (last == null) {
            throw new IllegalStateException("a policy was read in no dialect");
        }
        return last;
    }

    /// Whether two readings of the same text, places included, give the same rules.
    private static boolean sayTheSame(Module one, Module other) {
        return one.rules().equals(other.rules())
                && one.imports().equals(other.imports())
                && one.packagePath().equals(other.packagePath())
                && one.compoundNot() == other.compoundNot();
    }

    private static PolicyReading refused(Kind kind, String message) {
        return PolicyReading.Refused.of(new PolicyProblem(kind, message, null));
    }

    static List<PolicyProblem> problems(Kind kind, List<Diagnostic> errors) {
        return errors.stream()
                .map(error -> new PolicyProblem(kind, error.message(), error.at()))
                .toList();
    }
}
