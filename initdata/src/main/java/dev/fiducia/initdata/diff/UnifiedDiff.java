package dev.fiducia.initdata.diff;

import dev.fiducia.initdata.diff.LineDiff.Edit;
import dev.fiducia.initdata.diff.LineDiff.Kind;

import java.util.ArrayList;
import java.util.List;

/// The difference of two texts as `diff -u` writes it: applied to the first it gives the second, to
/// the byte. Empty when they are equal.
public final class UnifiedDiff {
    private static final int CONTEXT = 3;
    private static final String NO_NEWLINE = "\\ No newline at end of file\n";

    private UnifiedDiff() {}

    public static String of(String beforeName, String before, String afterName, String after) {
        if (before.equals(after)) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        text.append("--- ").append(beforeName).append('\n');
        text.append("+++ ").append(afterName).append('\n');
        List<Edit> edits = LineDiff.of(lines(before), lines(after));
        int next = 0;
        int beforeLine = 0;
        int afterLine = 0;
        while (next < edits.size()) {
            int first = firstChange(edits, next);
            if (first == edits.size()) {
                break;
            }
            int start = Math.max(next, first - CONTEXT);
            beforeLine += start - next;
            afterLine += start - next;
            int end = endOfHunk(edits, first);
            int removed = count(edits.subList(start, end), Kind.ADDED);
            int added = count(edits.subList(start, end), Kind.REMOVED);
            text.append("@@ -").append(range(beforeLine, removed));
            text.append(" +").append(range(afterLine, added)).append(" @@\n");
            edits.subList(start, end).forEach(edit -> append(text, edit));
            beforeLine += removed;
            afterLine += added;
            next = end;
        }
        return text.toString();
    }

    /// Lines with their newlines: one that lacks it differs from one that has it.
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline + 1;
            lines.add(text.substring(start, end));
            start = end;
        }
        return lines;
    }

    private static int firstChange(List<Edit> edits, int from) {
        int at = from;
        while (at < edits.size() && edits.get(at).kind() == Kind.KEPT) {
            at++;
        }
        return at;
    }

    /// Behind the context that follows the last change before a longer stretch of kept lines.
    private static int endOfHunk(List<Edit> edits, int change) {
        int end = change;
        while (true) {
            while (end < edits.size() && edits.get(end).kind() != Kind.KEPT) {
                end++;
            }
            int next = firstChange(edits, end);
            if (next == edits.size() || next - end > 2 * CONTEXT) {
                return Math.min(edits.size(), end + CONTEXT);
            }
            end = next;
        }
    }

    /// How many of the lines are not of this kind.
    private static int count(List<Edit> edits, Kind without) {
        return (int) edits.stream().filter(edit -> edit.kind() != without).count();
    }

    /// Numbers begin at 1; of no lines the one before counts.
    private static String range(int line, int count) {
        int start = count == 0 ? line : line + 1;
        return count == 1 ? String.valueOf(start) : start + "," + count;
    }

    private static void append(StringBuilder text, Edit edit) {
        text.append(
                        switch (edit.kind()) {
                            case KEPT -> ' ';
                            case REMOVED -> '-';
                            case ADDED -> '+';
                        })
                .append(edit.line());
        if (!edit.line().endsWith("\n")) {
            text.append('\n').append(NO_NEWLINE);
        }
    }
}
