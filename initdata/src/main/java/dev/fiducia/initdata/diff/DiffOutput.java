package dev.fiducia.initdata.diff;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.lint.Finding;
import dev.fiducia.initdata.lint.output.JsonOutput;

import java.util.List;

/// A difference as JSON and as text.
public final class DiffOutput {
    private DiffOutput() {}

    /// `unified`, `keys`, `openness`, `images`, `values`, `findings` (new ones) and `resolved`.
    public static ObjectNode json(DocumentDiff diff) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("identical", diff.isEmpty());
        json.put("unified", diff.unified());
        changes(json.putArray("keys"), diff.keys());
        changes(json.putArray("openness"), diff.openness());
        ObjectNode images = json.putObject("images");
        diff.imagesAdded().forEach(images.putArray("added")::add);
        diff.imagesRemoved().forEach(images.putArray("removed")::add);
        changes(json.putArray("values"), diff.values());
        findings(json.putArray("findings"), diff.findings());
        findings(json.putArray("resolved"), diff.resolved());
        return json;
    }

    /// For people: the lines, then what they mean.
    public static String text(DocumentDiff diff) {
        if (diff.isEmpty()) {
            return "identical\n";
        }
        StringBuilder text = new StringBuilder(diff.unified());
        section(text, "settings", diff.keys());
        section(text, "agent policy", diff.openness());
        if (!diff.imagesAdded().isEmpty() || !diff.imagesRemoved().isEmpty()) {
            text.append("\nimages\n");
            diff.imagesRemoved().forEach(image -> text.append("  - ").append(image).append('\n'));
            diff.imagesAdded().forEach(image -> text.append("  + ").append(image).append('\n'));
        }
        section(text, "values", diff.values());
        findings(text, "new findings", diff.findings());
        findings(text, "findings resolved", diff.resolved());
        return text.toString();
    }

    private static void changes(ArrayNode array, List<Change> changes) {
        for (Change change : changes) {
            ObjectNode entry = array.addObject().put("name", change.name());
            change.before().ifPresent(value -> entry.put("before", value));
            change.after().ifPresent(value -> entry.put("after", value));
        }
    }

    private static void findings(ArrayNode array, List<Finding> findings) {
        findings.forEach(finding -> array.add(JsonOutput.of(finding)));
    }

    private static void section(StringBuilder text, String title, List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        text.append('\n').append(title).append('\n');
        for (Change change : changes) {
            text.append("  ")
                    .append(change.name())
                    .append(": ")
                    .append(change.before().orElse("(none)"))
                    .append(" → ")
                    .append(change.after().orElse("(none)"))
                    .append('\n');
        }
    }

    private static void findings(StringBuilder text, String title, List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        text.append('\n').append(title).append('\n');
        for (Finding finding : findings) {
            text.append("  ")
                    .append(finding.severity().letter())
                    .append(' ')
                    .append(finding.id())
                    .append(' ')
                    .append(finding.location().fullPath())
                    .append(": ")
                    .append(finding.message())
                    .append('\n');
        }
    }
}
