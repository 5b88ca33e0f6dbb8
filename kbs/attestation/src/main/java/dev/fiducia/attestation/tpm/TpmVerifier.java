package dev.fiducia.attestation.tpm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.evidence.Verification;
import dev.fiducia.crypto.CryptoSuite;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Verifies evidence of a plain TPM 2.0: a quote under an attestation key that the operator named.
///
/// Nothing in such evidence says that the key lives in a TPM: whoever runs a program could have
/// made it. So only keys that the configuration names are believed, and with none configured all
/// evidence is refused.
public final class TpmVerifier implements Verifier {

    private static final String CODE = "tpm-evidence-malformed";
    private static final int MAX_KEY_BYTES = 2048;
    private static final int NONCE_LENGTH = 32;

    private final TrustedKeys trusted;
    private final TpmQuotes quotes;
    private final CryptoSuite crypto;

    private TpmVerifier(TrustedKeys trusted, CryptoSuite crypto) {
        this.trusted = trusted;
        this.quotes = new TpmQuotes(crypto);
        this.crypto = crypto;
    }

    /// A verifier that believes the public keys of these PEM files.
    ///
    /// @throws TpmSetupException when a file can't be read or holds something else
    public static TpmVerifier create(List<Path> trustedKeys, CryptoSuite crypto)
            throws TpmSetupException {
        return new TpmVerifier(TrustedKeys.load(trustedKeys, crypto), crypto);
    }

    @Override
    public Tee tee() {
        return Tee.TPM;
    }

    @Override
    public VerificationResult verify(JsonNode evidence, Expectations expected) {
        return Verification.of(() -> verified(evidence, expected));
    }

    /// The checks of the specification, section 4.10, and that of the key.
    private TeeClaims verified(JsonNode json, Expectations expected) throws RefusedException {
        JsonPlace root = JsonPlace.root(json, CODE);
        byte[] encoded = root.member("ak_public").base64UpTo(MAX_KEY_BYTES);
        AttestationKey key = AttestationKey.parse(encoded, crypto);
        SignedQuote quote = SignedQuote.ofTpm(root.member("tpm_quote"));
        trusted.require(key);
        quotes.signature(quote, key);
        Optional<byte[]> nonce = expected.reportData();
        if (nonce.isPresent()) {
            quotes.nonce(quote, Arrays.copyOf(nonce.get(), NONCE_LENGTH));
        }
        quotes.selection(quote);
        quotes.values(quote);
        Optional<byte[]> digest = expected.initDataDigest();
        if (digest.isPresent()) {
            quotes.initdata(quote, digest.get());
        }
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("ak_public", Base64.getEncoder().encodeToString(encoded));
        claims.put("report_data", TpmQuotes.nonceClaim(quote));
        claims.put("init_data", TpmQuotes.initdataClaim(quote));
        quote.pcrs().claim(claims);
        return new TeeClaims(Tee.TPM, Tee.TPM.teeClass(), claims);
    }
}
