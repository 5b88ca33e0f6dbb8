package dev.fiducia.ha.audit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in the log: behind which change and which decision to read on. As text the number of the
/// change, then `.` and the decision's id, if one was read.
///
/// @param change 0 for before the first
/// @param decision empty for before the first
public record AuditCursor(long change, String decision) {
    static final AuditCursor START = new AuditCursor(0, "");

    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,18})(?:\\.([0-9A-HJKMNP-TV-Z]{26}))?");

    /// Empty for what is no cursor.
    public static Optional<AuditCursor> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String decision = matcher.group(2);
        return Optional.of(
                new AuditCursor(
                        Long.parseLong(matcher.group(1)), decision == null ? "" : decision));
    }

    @Override
    public String toString() {
        return decision.isEmpty() ? Long.toString(change) : change + "." + decision;
    }

    AuditCursor past(AuditEvent event) {
        return event.chain().isEmpty()
                ? new AuditCursor(event.seq(), decision)
                : new AuditCursor(change, event.id());
    }
}
