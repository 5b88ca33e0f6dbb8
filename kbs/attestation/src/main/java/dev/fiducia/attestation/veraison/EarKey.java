package dev.fiducia.attestation.veraison;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.attestation.evidence.SmallFile;
import dev.fiducia.attestation.token.JwsAlgorithm;
import dev.fiducia.attestation.token.TokenKeyException;
import dev.fiducia.attestation.token.VerificationKey;
import dev.fiducia.crypto.CryptoSuite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The key that attestation results are signed with: of a JWK, for ES256 and nothing else.
final class EarKey {

    private static final int MAX_FILE_BYTES = 64 << 10;

    private EarKey() {}

    /// The key of a JWK that names ES256, or no algorithm; empty if it is none.
    static Optional<VerificationKey> of(ObjectNode jwk, CryptoSuite crypto) {
        ObjectNode named = jwk.deepCopy();
        if (!named.has("alg")) {
            named.put("alg", JwsAlgorithm.ES256.wireName());
        }
        try {
            return Optional.of(VerificationKey.ofJwk(named, crypto))
                    .filter(key -> key.algorithm() == JwsAlgorithm.ES256);
        } catch (TokenKeyException e) {
            return Optional.empty();
        }
    }

    /// The key of a file.
    ///
    /// @throws IOException when it can't be read or holds something else
    static VerificationKey read(Path file, CryptoSuite crypto) throws IOException {
        return (StrictJson.read(SmallFile.read(file, MAX_FILE_BYTES))
                                instanceof StrictJson.Result.Read(ObjectNode jwk)
                        ? of(jwk, crypto)
                        : Optional.<VerificationKey>empty())
                .orElseThrow(() -> new IOException("is not a JWK of a public key on P-256"));
    }
}
