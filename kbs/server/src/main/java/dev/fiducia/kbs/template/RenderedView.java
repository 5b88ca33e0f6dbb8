package dev.fiducia.kbs.template;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataDocument;

import java.nio.charset.StandardCharsets;

/// A document that the service made and nobody registered yet.
public final class RenderedView {
    private RenderedView() {}

    /// The text as it is to be registered, and what identifies it.
    public static ObjectNode of(InitdataDocument document) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", document.id())
                .put("algorithm", document.algorithm().wireName())
                .put("digest", document.digest().hex())
                .put("toml", new String(document.raw(), StandardCharsets.UTF_8))
                .put("annotation_key", InitdataAnnotation.KEY)
                .put("annotation", InitdataAnnotation.encode(document.raw()));
    }
}
