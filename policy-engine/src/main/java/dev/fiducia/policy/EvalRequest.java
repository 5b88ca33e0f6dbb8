package dev.fiducia.policy;

import dev.fiducia.policy.builtin.HostSeams;
import dev.fiducia.policy.builtin.HttpSender;
import dev.fiducia.policy.builtin.NameLookup;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What one evaluation works on. Immutable; build one per decision.
public final class EvalRequest {
    private final @Nullable RegoValue input;
    private final RegoValue data;
    private final Map<String, HostFunction> hostFunctions;
    private final InstantSource clock;
    private final @Nullable Limits limits;
    private final @Nullable Duration deadline;
    private final @Nullable PrintSink printSink;
    private final HostSeams seams;

    private EvalRequest(Builder builder) {
        this.input = builder.input;
        this.data = builder.data;
        this.hostFunctions = Map.copyOf(builder.hostFunctions);
        this.clock = builder.clock;
        this.limits = builder.limits;
        this.deadline = builder.deadline;
        this.printSink = builder.printSink;
        this.seams =
                builder.bringsNothing()
                        ? HostSeams.NONE
                        : new HostSeams(
                                Optional.ofNullable(builder.random),
                                builder.runtime,
                                Optional.ofNullable(builder.httpSender),
                                Optional.ofNullable(builder.nameLookup));
    }

    public static Builder builder() {
        return new Builder();
    }

    /// A request with an input and nothing else.
    public static EvalRequest ofInput(RegoValue input) {
        return builder().input(input).build();
    }

    Optional<RegoValue> input() {
        return Optional.ofNullable(input);
    }

    RegoValue data() {
        return data;
    }

    Map<String, HostFunction> hostFunctions() {
        return hostFunctions;
    }

    InstantSource clock() {
        return clock;
    }

    Optional<Limits> limits() {
        return Optional.ofNullable(limits);
    }

    Optional<Duration> deadline() {
        return Optional.ofNullable(deadline);
    }

    Optional<PrintSink> printSink() {
        return Optional.ofNullable(printSink);
    }

    HostSeams seams() {
        return seams;
    }

    /// Collects what an evaluation works on.
    public static final class Builder {
        private @Nullable RegoValue input;
        private RegoValue data = RegoObject.EMPTY;
        private Map<String, HostFunction> hostFunctions = Map.of();
        private InstantSource clock = InstantSource.system();
        private @Nullable Limits limits;
        private @Nullable Duration deadline;
        private @Nullable PrintSink printSink;
        private @Nullable RandomGenerator random;
        private RegoObject runtime = RegoObject.EMPTY;
        private @Nullable HttpSender httpSender;
        private @Nullable NameLookup nameLookup;

        private Builder() {}

        /// The `input` document; undefined unless given.
        public Builder input(RegoValue value) {
            this.input = value;
            return this;
        }

        /// The base documents below `data`; an empty object unless given.
        public Builder data(RegoValue value) {
            this.data = value;
            return this;
        }

        public Builder hostFunction(HostFunction function) {
            if (hostFunctions.isEmpty()) {
                hostFunctions = Map.of(function.name(), function);
            } else {
                hostFunctions = new HashMap<>(hostFunctions);
                hostFunctions.put(function.name(), function);
            }
            return this;
        }

        /// Where the evaluation takes its one instant from.
        public Builder clock(InstantSource source) {
            this.clock = source;
            return this;
        }

        /// Limits other than those the policy was compiled with.
        public Builder limits(Limits value) {
            this.limits = value;
            return this;
        }

        /// Wall time for this evaluation, if less than the limits give.
        public Builder deadline(Duration value) {
            this.deadline = value;
            return this;
        }

        /// Where `print` writes to; unless given, calls of `print` are passed over.
        public Builder printSink(PrintSink sink) {
            this.printSink = sink;
            return this;
        }

        /// What a granted `opa.runtime` gives; an empty object unless given.
        public Builder runtime(RegoObject value) {
            this.runtime = value;
            return this;
        }

        /// Who sends the requests of a granted `http.send`.
        public Builder httpSender(HttpSender sender) {
            this.httpSender = sender;
            return this;
        }

        /// Who looks up names for a granted `net.lookup_ip_addr`.
        public Builder nameLookup(NameLookup lookup) {
            this.nameLookup = lookup;
            return this;
        }

        /// Where granted random functions draw from.
        public Builder random(RandomGenerator generator) {
            this.random = generator;
            return this;
        }

        private boolean bringsNothing() {
            return random == null
                    && runtime.size() == 0
                    && httpSender == null
                    && nameLookup == null;
        }

        public EvalRequest build() {
            return new EvalRequest(this);
        }
    }
}
