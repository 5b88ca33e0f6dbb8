package dev.fiducia.kbs.handshake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.SupplementalChallenge;
import dev.fiducia.attestation.Tee;

import java.util.List;
import java.util.Optional;

/// Evaluates evidence: the attestation service, as the handshake sees it. Synchronous; a refusal is
/// a value.
@FunctionalInterface
public interface Evaluation {
    Verdict evaluate(Submission submission);

    /// What a guest of this TEE is asked in place of a random nonce.
    default SupplementalChallenge challenge(Tee tee) {
        return new SupplementalChallenge.None();
    }

    /// What a guest submits, once its message is well-formed and its nonce is the challenge's.
    ///
    /// @param tee the TEE that the guest announced
    /// @param evidence the primary evidence, as it came
    /// @param additional evidence of further devices
    /// @param runtimeData what the primary evidence binds: `additional-evidence`, `nonce`,
    ///   `tee-pubkey`
    /// @param initdataToml the initdata document that the guest sent along
    /// @param asker who submits it, for the record
    record Submission(
            Tee tee,
            JsonNode evidence,
            List<Additional> additional,
            ObjectNode runtimeData,
            Optional<String> initdataToml,
            Asker asker) {
        public Submission {
            additional = List.copyOf(additional);
        }
    }

    /// Who submits evidence, as records name it.
    ///
    /// @param session as [dev.fiducia.kbs.decision.Facts#session] names it
    /// @param teeKey the thumbprint of the TEE key (RFC 7638)
    /// @param request names the request
    /// @param client the address that it came from
    record Asker(String session, String teeKey, String request, Optional<String> client) {}

    /// Evidence of one more device or TEE.
    record Additional(Tee tee, JsonNode evidence) {}
}
