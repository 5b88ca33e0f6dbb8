package dev.fiducia.policy.eval;

import dev.fiducia.policy.value.RegoValue;
import org.jspecify.annotations.Nullable;

/// Code that a request is evaluated with.
public final class Query {
    public @Nullable RegoValue run(Context context) throws Halt {
        return null;
    }

    public int rules() {
        return 0;
    }
}
