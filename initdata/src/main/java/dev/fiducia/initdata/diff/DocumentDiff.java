package dev.fiducia.initdata.diff;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.PlatformValue;
import dev.fiducia.initdata.lint.Finding;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What changes from one document to another.
///
/// @param unified the lines, as `diff -u` writes them
/// @param keys of the document and of the settings inside it
/// @param openness of requests, and of the policy as a whole
/// @param imagesAdded that only the second document's policy names
/// @param imagesRemoved that only the first document's policy names
/// @param values digest and what each platform shows
/// @param findings that only the second document gives rise to
/// @param resolved that only the first document gives rise to
public record DocumentDiff(
        String unified,
        List<Change> keys,
        List<Change> openness,
        List<String> imagesAdded,
        List<String> imagesRemoved,
        List<Change> values,
        List<Finding> findings,
        List<Finding> resolved) {

    public DocumentDiff {
        keys = List.copyOf(keys);
        openness = List.copyOf(openness);
        imagesAdded = List.copyOf(imagesAdded);
        imagesRemoved = List.copyOf(imagesRemoved);
        values = List.copyOf(values);
        findings = List.copyOf(findings);
        resolved = List.copyOf(resolved);
    }

    /// A document, what to call it, and what lint says about it.
    public record Side(String name, InitdataDocument document, List<Finding> findings) {
        public Side {
            findings = List.copyOf(findings);
        }
    }

    public static DocumentDiff of(Side before, Side after) {
        PolicyFacts oldPolicy = PolicyFacts.of(before.document());
        PolicyFacts newPolicy = PolicyFacts.of(after.document());
        return new DocumentDiff(
                UnifiedDiff.of(
                        before.name(),
                        text(before.document()),
                        after.name(),
                        text(after.document())),
                Change.between(FlatKeys.of(before.document()), FlatKeys.of(after.document())),
                Change.between(oldPolicy.openness(), newPolicy.openness()),
                without(newPolicy.images(), oldPolicy.images()),
                without(oldPolicy.images(), newPolicy.images()),
                Change.between(values(before.document()), values(after.document())),
                without(after.findings(), before.findings()),
                without(before.findings(), after.findings()));
    }

    /// Whether the documents are the same, to the byte.
    public boolean isEmpty() {
        return unified.isEmpty();
    }

    private static String text(InitdataDocument document) {
        return new String(document.raw(), StandardCharsets.UTF_8);
    }

    private static Map<String, String> values(InitdataDocument document) {
        Map<String, String> values = new TreeMap<>();
        values.put("digest", document.algorithm().wireName() + ":" + document.digest().hex());
        for (PlatformValue value : document.platformValues().values()) {
            values.put(value.name(), value.value());
        }
        return values;
    }

    private static List<String> without(Set<String> all, Set<String> others) {
        return all.stream().filter(each -> !others.contains(each)).toList();
    }

    /// By rule, keys and message: lines move.
    private static List<Finding> without(List<Finding> all, List<Finding> others) {
        Set<List<String>> known =
                others.stream().map(DocumentDiff::identity).collect(Collectors.toSet());
        List<Finding> rest = new ArrayList<>();
        for (Finding finding : all) {
            if (!known.contains(identity(finding))) {
                rest.add(finding);
            }
        }
        return rest;
    }

    private static List<String> identity(Finding finding) {
        return List.of(finding.id(), finding.location().fullPath(), finding.message());
    }
}
