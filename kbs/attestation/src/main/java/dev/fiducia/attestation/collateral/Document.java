package dev.fiducia.attestation.collateral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A document as its vendor signed it, with the certificates of who did. Identity is that of the
/// object: two of equal content are two documents.
public final class Document {

    /// Largest body: Intel's and AMD's are below a tenth of it.
    public static final int MAX_BODY = 2 << 20;

    private static final int MAX_CHAIN = 64 << 10;
    private static final String CODE = "collateral-malformed";

    private final DocumentId id;
    private final String chain;
    private final byte[] body;

    /// @param chain PEM, signer first; empty where the reader knows the signer
    /// @param body not changed after this
    /// @throws IllegalArgumentException when it is too large
    public Document(DocumentId id, String chain, byte[] body) {
        if (body.length > MAX_BODY || chain.length() > MAX_CHAIN) {
            throw new IllegalArgumentException(id + " is larger than a document may be");
        }
        this.id = id;
        this.chain = chain;
        this.body = body.clone();
    }

    public DocumentId id() {
        return id;
    }

    public String chain() {
        return chain;
    }

    /// A copy of the body.
    public byte[] body() {
        return body.clone();
    }

    /// Whether the other says the same in the same bytes.
    boolean hasContentOf(Document other) {
        return chain.equals(other.chain) && Arrays.equals(body, other.body);
    }

    /// The same with this chain.
    public Document withChain(String pem) {
        return new Document(id, pem, body);
    }

    /// JSON, for a store or a bundle.
    public byte[] encode() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id.name()).put("chain", chain).put("body", body);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Reads what [#encode()] wrote.
    public static Document decode(byte[] json) throws RefusedException {
        JsonNode node =
                switch (StrictJson.read(json)) {
                    case StrictJson.Result.Read(JsonNode read) -> read;
                    case StrictJson.Result.Unreadable(var refusal) ->
                            throw RefusedException.of(CODE, refusal.message());
                };
        JsonPlace root = JsonPlace.root(node, CODE);
        String name = root.member("id").text();
        String chain = root.member("chain").text();
        if (!DocumentId.isId(name) || chain.length() > MAX_CHAIN) {
            throw RefusedException.of(CODE, "A document has an id or a chain that can't be");
        }
        return new Document(new DocumentId(name), chain, root.member("body").base64UpTo(MAX_BODY));
    }
}
