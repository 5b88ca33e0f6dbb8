package dev.fiducia.attestation.token;

import java.util.List;

/// The keys of attestation tokens, as they are when asked. Thread-safe.
public interface TokenSigners {

    /// What signs now.
    TokenSigner current();

    /// What signs now, what will, and what did as long as its tokens are valid.
    List<TokenSigner> trusted();

    /// One key for good.
    static TokenSigners only(TokenSigner signer) {
        return new TokenSigners() {
            @Override
            public TokenSigner current() {
                return signer;
            }

            @Override
            public List<TokenSigner> trusted() {
                return List.of(signer);
            }
        };
    }
}
