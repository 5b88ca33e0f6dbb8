package dev.fiducia.policy;

/// Whose rules an evaluation follows where OPA and the engines of other hosts differ.
public enum Profile {
    /// OPA: built-in errors give undefined; `not` is undefined when a call argument is.
    OPA(false, true),
    /// Trustee's embedded engine: built-in errors fail the evaluation; `not f(undefined)` is true.
    TRUSTEE(true, false),
    /// The Kata agent: as Trustee, but built-in errors give undefined, and policies are long.
    KATA(false, false);

    private final boolean strictBuiltinErrors;
    private final boolean hoistsFromNegation;

    Profile(boolean strictBuiltinErrors, boolean hoistsFromNegation) {
        this.strictBuiltinErrors = strictBuiltinErrors;
        this.hoistsFromNegation = hoistsFromNegation;
    }

    /// Whether an error of a built-in fails the evaluation instead of giving undefined.
    public boolean strictBuiltinErrors() {
        return strictBuiltinErrors;
    }

    /// Whether the arguments of a negated call are evaluated before the negation.
    public boolean hoistsFromNegation() {
        return hoistsFromNegation;
    }

    /// Whether clauses that can only repeat the result, and a function's further solutions, are
    /// sought all the same: their errors and prints show, as the engines of Trustee and Kata do.
    public boolean evaluatesAllClauses() {
        return this != OPA;
    }

    /// The limits that apply unless the compiler is given others.
    public Limits limits() {
        return this == KATA ? Limits.generous() : Limits.standard();
    }
}
