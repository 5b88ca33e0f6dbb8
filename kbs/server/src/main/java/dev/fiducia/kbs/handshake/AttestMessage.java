package dev.fiducia.kbs.handshake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Tee;
import dev.fiducia.kbs.jwe.TeeKeyException;
import dev.fiducia.kbs.jwe.TeePublicKey;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The body of `POST /attest`, parsed as far as the protocol goes. Evidence stays as it came: it is
/// the verifier's to read.
///
/// @param additionalText the member `additional_evidence` exactly as received: the primary evidence
///   binds it
record AttestMessage(
        String nonce,
        TeePublicKey teeKey,
        JsonNode primaryEvidence,
        String additionalText,
        List<Evaluation.Additional> additional,
        Optional<String> initdataToml) {

    static AttestMessage parse(byte[] body) throws MessageException {
        JsonNode root = Messages.object(body);
        JsonNode runtime = Messages.object(Messages.member(root, "runtime-data"), "runtime-data");
        JsonNode evidence = Messages.object(Messages.member(root, "tee-evidence"), "tee-evidence");
        String additionalText = Messages.text(evidence, "additional_evidence");
        return new AttestMessage(
                Messages.text(runtime, "nonce"),
                teeKey(Messages.member(runtime, "tee-pubkey")),
                Messages.member(evidence, "primary_evidence"),
                additionalText,
                additional(additionalText),
                initdata(root.path("init-data")));
    }

    /// What is submitted to evaluation. The TEE key goes in without the members that the protocol
    /// doesn't know, because guests hash it without them.
    Evaluation.Submission submission(Tee tee, Evaluation.Asker asker) {
        ObjectNode runtimeData = JsonNodeFactory.instance.objectNode();
        runtimeData.put("additional-evidence", additionalText);
        runtimeData.put("nonce", nonce);
        runtimeData.set("tee-pubkey", teeKey.toJwk());
        return new Evaluation.Submission(
                tee, primaryEvidence, additional, runtimeData, initdataToml, asker);
    }

    private static TeePublicKey teeKey(JsonNode jwk) throws MessageException {
        try {
            return TeePublicKey.parse(jwk);
        } catch (TeeKeyException e) {
            throw new MessageException(e.reason());
        }
    }

    private static List<Evaluation.Additional> additional(String text) throws MessageException {
        List<Evaluation.Additional> parsed = new ArrayList<>();
        if (!text.isEmpty()) {
            JsonNode byTee = Messages.embeddedObject(text, "additional_evidence");
            for (Map.Entry<String, JsonNode> entry : byTee.properties()) {
                Tee tee =
                        Tee.of(entry.getKey())
                                .orElseThrow(() ->
                                        new MessageException(
                                                "additional_evidence names an unknown TEE"));
                parsed.add(new Evaluation.Additional(tee, entry.getValue()));
            }
        }
        return List.copyOf(parsed);
    }

    private static Optional<String> initdata(JsonNode value) throws MessageException {
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        JsonNode document = Messages.object(value, "init-data");
        if (!Messages.text(document, "format").equals("toml")) {
            throw new MessageException("init-data: format must be toml");
        }
        return Optional.of(Messages.text(document, "body"));
    }
}
