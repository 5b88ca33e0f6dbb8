package dev.fiducia.guest;

import dev.fiducia.crypto.CryptoSuite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A guest that attests and fetches resources in one session ("background check"), as the
/// attestation agent and `kbs-client` do.
///
/// One client is one guest: it has one TEE key and one session, and is for one thread at a time.
public final class RcarClient {

    private static final int ROUNDS = 3;
    private static final int HANDSHAKES = 5;

    private final KbsTransport transport;
    private final Handshake handshake;
    private final TeeKey key;
    private final Duration pause;
    private Optional<String> cookie = Optional.empty();

    private RcarClient(Builder builder, TeeKey key) {
        this.transport = builder.transport;
        this.handshake =
                new Handshake(
                        builder.transport,
                        builder.crypto,
                        builder.primary,
                        List.copyOf(builder.additional),
                        builder.initdata);
        this.key = key;
        this.pause = builder.pause;
    }

    /// A guest with this attester.
    public static Builder builder(KbsTransport transport, Attester primary, CryptoSuite crypto) {
        return new Builder(transport, primary, crypto);
    }

    /// What can be chosen about a guest.
    public static final class Builder {

        private final KbsTransport transport;
        private final Attester primary;
        private final CryptoSuite crypto;
        private final List<Attester> additional = new ArrayList<>();
        private Optional<String> initdata = Optional.empty();
        private Optional<TeeKey> key = Optional.empty();
        private Duration pause = Duration.ofSeconds(1);

        private Builder(KbsTransport transport, Attester primary, CryptoSuite crypto) {
            this.transport = transport;
            this.primary = primary;
            this.crypto = crypto;
        }

        /// A device whose evidence goes along.
        public Builder device(Attester device) {
            additional.add(device);
            return this;
        }

        /// The initdata document that is sent as plain text.
        public Builder initdata(String toml) {
            this.initdata = Optional.of(toml);
            return this;
        }

        /// The TEE key; a fresh P-256 key unless given.
        public Builder teeKey(TeeKey teeKey) {
            this.key = Optional.of(teeKey);
            return this;
        }

        /// The pause between the handshakes of [RcarClient#attest()], one second unless given.
        public Builder pause(Duration duration) {
            this.pause = duration;
            return this;
        }

        /// The guest.
        public RcarClient build() {
            return new RcarClient(
                    this, key.orElseGet(() -> TeeKey.generate(TeeKeyAlgorithm.ECDH_P256, crypto)));
        }
    }

    /// The guest's key, which opens what its token gets.
    public TeeKey teeKey() {
        return key;
    }

    /// A token by a new handshake; up to five tries.
    public AttestationToken attest() throws GuestException {
        for (int tries = 1; ; tries++) {
            try {
                return handshake();
            } catch (GuestException e) {
                if (tries == HANDSHAKES || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                sleep();
            }
        }
    }

    /// One handshake, without a second try.
    public AttestationToken handshake() throws GuestException {
        Handshake.Outcome outcome = handshake.run(key, cookie);
        cookie = outcome.cookie();
        return outcome.token();
    }

    /// The content of a resource.
    ///
    /// Asks up to three times; each 401 starts one handshake, so the first answer without a session
    /// is one. Any other refusal ends it at once.
    public byte[] getResource(ResourceUri resource) throws GuestException {
        ErrorInformation last = null;
        for (int round = 1; round <= ROUNDS; round++) {
            KbsAnswer answer = transport.get(resource.target(), cookie, Optional.empty());
            if (answer.status() != 401) {
                return ResourceAnswer.content(resource, answer, key);
            }
            last = ErrorInformation.parse(answer);
            handshake();
        }
        throw ResourceAnswer.unauthorized(last);
    }

    /// The content of a resource by one request in the session as it is: no handshake, no second
    /// try.
    public byte[] fetch(ResourceUri resource) throws GuestException {
        KbsAnswer answer = transport.get(resource.target(), cookie, Optional.empty());
        if (answer.status() == 401) {
            throw ResourceAnswer.unauthorized(ErrorInformation.parse(answer));
        }
        return ResourceAnswer.content(resource, answer, key);
    }

    private void sleep() throws GuestException {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GuestException(GuestFailure.UNREACHABLE, "interrupted", e);
        }
    }
}
