package dev.fiducia.kbs.agentpolicy;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.ApiProblem;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// An agent policy as someone sent it: Rego, the initdata document that it is in, or the value of
/// either annotation, for initdata or for the policy alone. What was found is part of the answer,
/// so that nobody takes a broken document for a policy.
///
/// @param text the policy; empty for a document without one
record SubmittedPolicy(Form form, Optional<String> text) {
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\r\\n]+");

    /// What was sent.
    enum Form {
        REGO,
        DOCUMENT,
        INITDATA_ANNOTATION,
        POLICY_ANNOTATION;

        /// The name in answers, such as `policy-annotation`.
        String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static SubmittedPolicy of(AdminCall call) throws ApiProblem {
        return of(call.body(), call.mediaType().equals("application/toml"));
    }

    /// @param isDocument whether the sender says that it is an initdata document
    static SubmittedPolicy of(byte[] body, boolean isDocument) throws ApiProblem {
        String text = utf8(body);
        if (isDocument) {
            return document(body, Form.DOCUMENT);
        }
        if (BASE64.matcher(text).matches()) {
            return annotation(text.strip());
        }
        try {
            return inside(InitdataDocument.parse(body), Form.DOCUMENT);
        } catch (InitdataException e) {
            return new SubmittedPolicy(Form.REGO, Optional.of(text));
        }
    }

    private static SubmittedPolicy annotation(String value) throws ApiProblem {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(value.replaceAll("[\\r\\n]", ""));
        } catch (IllegalArgumentException e) {
            throw ApiProblem.malformed(
                    "agent-policy-unreadable", "neither Rego nor the base64 of an annotation");
        }
        boolean compressed = bytes.length > 1 && bytes[0] == 0x1f && (bytes[1] & 0xff) == 0x8b;
        if (!compressed) {
            return new SubmittedPolicy(Form.POLICY_ANNOTATION, Optional.of(utf8(bytes)));
        }
        try {
            return document(InitdataAnnotation.decode(value).raw(), Form.INITDATA_ANNOTATION);
        } catch (InitdataException e) {
            throw refused(e);
        }
    }

    private static SubmittedPolicy document(byte[] raw, Form form) throws ApiProblem {
        try {
            return inside(InitdataDocument.parse(raw), form);
        } catch (InitdataException e) {
            throw refused(e);
        }
    }

    private static SubmittedPolicy inside(InitdataDocument document, Form form) {
        return new SubmittedPolicy(form, Optional.ofNullable(document.data().get("policy.rego")));
    }

    private static ApiProblem refused(InitdataException e) {
        String place = e.place().map(at -> at + ": ").orElse("");
        return ApiProblem.malformed("initdata-" + e.code(), place + e.getMessage());
    }

    private static String utf8(byte[] bytes) throws ApiProblem {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw ApiProblem.malformed("agent-policy-unreadable", "the policy is not UTF-8 text");
        }
    }
}
