package dev.fiducia.policy;

import dev.fiducia.policy.builtin.BuiltinSet;
import dev.fiducia.policy.builtin.Builtins;
import dev.fiducia.policy.builtin.HostPower;
import dev.fiducia.policy.compile.Program;
import dev.fiducia.policy.compile.ProgramResult;
import dev.fiducia.policy.compile.Settings;
import dev.fiducia.policy.syntax.Module;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compiles policy modules. Immutable and safe to share between threads.
public final class RegoCompiler {
    private final Settings settings;

    private RegoCompiler(Settings settings) {
        this.settings = settings;
    }

    public static Builder builder() {
        return new Builder();
    }

    /// Compiles modules that belong together; bad text gives diagnostics, never an exception.
    public CompileResult compile(List<PolicySource> modules) {
        ProgramResult result = Program.compile(List.copyOf(modules), settings);
        return new CompileResult(
                result.program().map(PolicySet::new), result.diagnostics(), result.differences());
    }

    /// Compiles modules that were parsed before, so that a host can check or move them.
    public CompileResult compileModules(List<Module> modules) {
        ProgramResult result = Program.link(List.copyOf(modules), settings);
        return new CompileResult(
                result.program().map(PolicySet::new), result.diagnostics(), result.differences());
    }

    /// Chooses whose rules the compiler follows.
    public static final class Builder {
        private Profile profile = Profile.OPA;
        private @Nullable Limits limits;
        private RegoVersion version = RegoVersion.V1;
        private @Nullable Boolean strict;
        private boolean strictMode;
        private boolean indexed = true;
        private final Map<String, Integer> hostFunctions = new HashMap<>();
        private final Set<HostPower> powers = EnumSet.noneOf(HostPower.class);

        private Builder() {}

        public Builder profile(Profile value) {
            this.profile = value;
            return this;
        }

        public Builder limits(Limits value) {
            this.limits = value;
            return this;
        }

        /// Declares a function that requests will bring.
        public Builder hostFunction(String name, int arity) {
            hostFunctions.put(name, arity);
            return this;
        }

        /// The dialect of modules that do not name one.
        public Builder defaultVersion(RegoVersion value) {
            this.version = value;
            return this;
        }

        /// Whether errors of built-ins fail the evaluation, other than the profile says.
        public Builder strictBuiltinErrors(boolean value) {
            this.strict = value;
            return this;
        }

        /// Refuses what OPA's strict mode refuses: imports, assigned variables and arguments that
        /// nothing uses, and in version 0 what version 1 refuses anyway (imports of one name, own
        /// meanings of `input` and `data`, deprecated built-ins). Else the former are warnings.
        public Builder strictMode(boolean value) {
            this.strictMode = value;
            return this;
        }

        /// Grants functions that reach beyond their arguments.
        public Builder grant(HostPower power) {
            powers.add(power);
            return this;
        }

        /// Tries all clauses one by one: what the index of clauses is compared with.
        Builder withoutIndex() {
            this.indexed = false;
            return this;
        }

        public RegoCompiler build() {
            BuiltinSet set =
                    switch (profile) {
                        case OPA -> BuiltinSet.OPA;
                        case TRUSTEE -> BuiltinSet.TRUSTEE;
                        case KATA -> BuiltinSet.KATA;
                    };
            return new RegoCompiler(
                    new Settings(
                            profile,
                            limits == null ? profile.limits() : limits,
                            version,
                            strict == null ? profile.strictBuiltinErrors() : strict,
                            strictMode,
                            Builtins.of(set, powers),
                            hostFunctions,
                            indexed));
        }
    }
}
