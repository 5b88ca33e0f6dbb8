package dev.fiducia.attestation.token;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.appraisal.Appraisal;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Makes Entity Attestation Results of appraisals: an EAR as Trustee has it, with `nbf`, `jti` and
/// `kid` besides.
public final class EarIssuer {
    private static final int TOKEN_ID_BYTES = 16;

    private final TokenProfile profile;
    private final TokenSigners signers;
    private final CryptoSuite crypto;
    private final InstantSource clock;

    public EarIssuer(
            TokenProfile profile, TokenSigner signer, CryptoSuite crypto, InstantSource clock) {
        this(profile, TokenSigners.only(signer), crypto, clock);
    }

    /// The same with keys that take turns.
    public EarIssuer(
            TokenProfile profile, TokenSigners signers, CryptoSuite crypto, InstantSource clock) {
        this.profile = profile;
        this.signers = signers;
        this.crypto = crypto;
        this.clock = clock;
    }

    /// A signed result.
    ///
    /// @param token the compact JWT
    /// @param claims its payload
    /// @param digest lower-case SHA-256 of the payload: names this decision in records that must
    ///   not hold it
    public record SignedEar(String token, ObjectNode claims, String digest) {}

    /// Whether tokens repeat the additional evidence.
    public boolean isVerbose() {
        return profile.verbose();
    }

    /// Signs a result with these submodules.
    public SignedEar issue(Map<String, Appraisal> submodules) {
        ObjectNode claims = claims(submodules);
        byte[] payload = claims.toString().getBytes(StandardCharsets.UTF_8);
        String digest = HexFormat.of().formatHex(crypto.digest(HashAlgorithm.SHA256, payload));
        return new SignedEar(signers.current().sign(payload), claims, digest);
    }

    private ObjectNode claims(Map<String, Appraisal> submodules) {
        long now = clock.instant().getEpochSecond();
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("eat_profile", profile.profile());
        claims.put("iat", now);
        claims.putObject("ear.verifier-id")
                .put("developer", profile.developer())
                .put("build", profile.build());
        ObjectNode submods = claims.putObject("submods");
        new TreeMap<>(submodules)
                .forEach((name, appraisal) -> submods.set(name, appraisal.toJson()));
        claims.put("exp", now + profile.lifetime().toSeconds());
        claims.put("iss", profile.issuer());
        claims.put("nbf", now);
        claims.put("jti", Base64Url.encode(crypto.randomBytes(TOKEN_ID_BYTES)));
        return claims;
    }
}
