package dev.fiducia.app;

import org.jspecify.annotations.Nullable;

/// The query of a request, built of what was given on the command line.
final class QueryText {
    private final StringBuilder text = new StringBuilder();

    QueryText with(String name, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            text.append(text.isEmpty() ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(AdminClient.encoded(value.toString()));
        }
        return this;
    }

    /// `true` or nothing.
    QueryText flag(String name, boolean value) {
        return with(name, value ? "true" : null);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
