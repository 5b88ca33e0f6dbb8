package dev.fiducia.kbs.rules;

import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.policy.value.JsonLimits;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;
import dev.fiducia.policy.value.RegoYaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// A template or constraint as someone sent it, YAML or JSON, with `metadata` that has a name.
record RuleDocument(RegoObject document, String name) {
    private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 64, 64);
    private static final RegoString METADATA = RegoString.of("metadata");
    private static final RegoString GENERATION = RegoString.of("generation");

    static RuleDocument of(AdminCall call) throws ApiProblem {
        try {
            return of(RegoYaml.parse(text(call), LIMITS));
        } catch (RegoJsonException e) {
            throw ApiProblem.malformed("rule-unreadable", String.valueOf(e.getMessage()));
        }
    }

    static RuleDocument of(RegoValue value) throws ApiProblem {
        if (value instanceof RegoObject document
                && document.get(METADATA) instanceof RegoObject metadata
                && metadata.get("name") instanceof RegoString name) {
            return new RuleDocument(document, name.value());
        }
        throw ApiProblem.malformed("rule-malformed", "the document needs metadata.name");
    }

    /// The body as text.
    static String text(AdminCall call) throws ApiProblem {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(call.body()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ApiProblem.malformed("rule-unreadable", "the body is not UTF-8 text");
        }
    }

    /// The same with another `metadata.generation`: the number that its status will tell.
    RuleDocument at(long generation) {
        return new RuleDocument(
                document.with(METADATA, metadata().with(GENERATION, RegoNumber.of(generation))),
                name);
    }

    /// The number in `metadata.generation`, 0 without one.
    long generation() {
        return metadata().get(GENERATION) instanceof RegoNumber number && number.isLong()
                ? number.asLong()
                : 0;
    }

    private RegoObject metadata() {
        return document.get(METADATA) instanceof RegoObject metadata ? metadata : RegoObject.EMPTY;
    }

    byte[] encode() {
        return document.toJson().getBytes(StandardCharsets.UTF_8);
    }
}
