package dev.fiducia.policy.constraint;

import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The schema of a constraint's `spec.parameters`, from `spec.crd.spec.validation.openAPIV3Schema`
/// of its template.
final class ParameterSchema {
    private static final String PATH = "spec.parameters";

    /// Null when the template takes no parameters at all.
    private final @Nullable SchemaNode schema;

    private ParameterSchema(@Nullable SchemaNode schema) {
        this.schema = schema;
    }

    /// @param legacyByDefault what `legacySchema` is unless the template says
    static ParameterSchema read(Fields crdSpec, boolean legacyByDefault) throws Refused {
        Optional<Fields> validation = crdSpec.fields("validation");
        if (validation.isEmpty()) {
            return new ParameterSchema(legacyByDefault ? SchemaNode.ANYTHING : null);
        }
        validation.get().only(Set.of("openAPIV3Schema", "legacySchema"));
        boolean legacy = validation.get().flag("legacySchema").orElse(legacyByDefault);
        Optional<RegoValue> schema = validation.get().value("openAPIV3Schema");
        if (schema.isEmpty()) {
            return new ParameterSchema(legacy ? SchemaNode.ANYTHING : null);
        }
        return new ParameterSchema(
                new SchemaReader(legacy)
                        .read(schema.get(), validation.get().path("openAPIV3Schema")));
    }

    /// The parameters with defaults filled in; refused with everything that does not fit.
    RegoValue admit(Optional<RegoValue> parameters) throws Refused {
        if (schema == null) {
            if (parameters.isPresent()) {
                throw new Refused(ConstraintError.SCHEMA_VIOLATION, "unknown field", PATH);
            }
            return RegoObject.EMPTY;
        }
        if (parameters.isEmpty()) {
            RegoValue initial = schema.initial();
            return initial == null ? RegoObject.EMPTY : SchemaDefaults.fill(schema, initial);
        }
        if (!(parameters.get() instanceof RegoObject)) {
            throw new Refused(ConstraintError.SCHEMA_VIOLATION, "must be an object", PATH);
        }
        List<ConstraintError> errors = SchemaCheck.of(schema, parameters.get(), PATH);
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
        return SchemaDefaults.fill(schema, parameters.get());
    }
}
