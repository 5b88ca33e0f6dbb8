package dev.fiducia.policy.schema;

import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import java.util.List;

/// A schema that documents are checked against. Immutable and safe to share between threads.
///
/// Follows drafts 4, 6 or 7 as `$schema` says, else all of them together, as OPA does. References
/// reach only into the schema itself.
public final class JsonSchema {
    private final Subschema root;

    private JsonSchema(Subschema root) {
        this.root = root;
    }

    /// Reads a schema; fails with OPA's message if it is none.
    public static JsonSchema compile(RegoValue schema, Meter meter) throws SchemaException {
        return switch (schema) {
            case RegoObject object ->
                    new JsonSchema(
                            new SchemaReader(References.of(object, meter), meter)
                                    .root(object, Draft.of(object)));
            case RegoBoolean pass -> {
                var root = new Subschema(Draft.ANY);
                root.pass = pass.value();
                yield new JsonSchema(root);
            }
            default -> throw new SchemaException("schema is invalid");
        };
    }

    /// What in the document does not fit, in the order in which OPA reports it; empty if it is
    /// valid. Fails only where the meter ends the work, or a reference leads back to itself.
    public List<Violation> validate(RegoValue document, Meter meter) throws SchemaException {
        return List.copyOf(new Validation(meter).of(root, document).violations());
    }
}
