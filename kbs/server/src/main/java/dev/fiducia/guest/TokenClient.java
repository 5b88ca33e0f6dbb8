package dev.fiducia.guest;

import java.util.Optional;

/// A guest process that fetches resources with a token which another one attested for ("passport"),
/// as the confidential data hub does. It sends no cookie. For one thread at a time.
public final class TokenClient {

    private static final int ROUNDS = 3;

    private final KbsTransport transport;
    private final TokenProvider provider;
    private Optional<TokenAndKey> held = Optional.empty();

    /// A client that asks the provider when it has no token, or when the service refuses the one it
    /// has.
    public TokenClient(KbsTransport transport, TokenProvider provider) {
        this.transport = transport;
        this.provider = provider;
    }

    /// A token with the key whose public half it vouches for.
    public record TokenAndKey(String token, TeeKey key) {}

    /// Where tokens come from.
    @FunctionalInterface
    public interface TokenProvider {
        /// A new token with its key.
        TokenAndKey get() throws GuestException;
    }

    /// The content of a resource; after a 401 the provider is asked for another token, three rounds
    /// in all.
    public byte[] getResource(ResourceUri resource) throws GuestException {
        ErrorInformation last = null;
        for (int round = 1; round <= ROUNDS; round++) {
            TokenAndKey current = held.isPresent() ? held.get() : provider.get();
            held = Optional.of(current);
            KbsAnswer answer =
                    transport.get(
                            resource.target(), Optional.empty(), Optional.of(current.token()));
            if (answer.status() != 401) {
                return ResourceAnswer.content(resource, answer, current.key());
            }
            last = ErrorInformation.parse(answer);
            held = Optional.empty();
        }
        throw ResourceAnswer.unauthorized(last);
    }
}
