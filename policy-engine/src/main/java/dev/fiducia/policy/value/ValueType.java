package dev.fiducia.policy.value;

/// The seven types of Rego, declared in the order in which values of different types compare.
public enum ValueType {
    NULL("null"),
    BOOLEAN("boolean"),
    NUMBER("number"),
    STRING("string"),
    ARRAY("array"),
    OBJECT("object"),
    SET("set");

    private final String label;

    ValueType(String label) {
        this.label = label;
    }

    /// The name as `type_name` gives it and as error messages show it.
    public String label() {
        return label;
    }
}
