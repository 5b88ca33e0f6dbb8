package dev.fiducia.policy.schema;

/// Is told of every piece of work, and may end it.
@FunctionalInterface
public interface Meter {
    /// One step is about what looking at one value costs.
    void step(long steps) throws SchemaException;

    /// Ends the work after so many steps in all. For one thread.
    static Meter ofSteps(long most) {
        return new Meter() {
            private long left = most;

            @Override
            public void step(long steps) throws SchemaException {
                left -= steps;
                if (left < 0) {
                    left = 0;
                    throw SchemaException.beyond("schema takes more than " + most + " steps");
                }
            }
        };
    }
}
