package dev.fiducia.kbs.template;

import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.NamespaceView;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.initdata.template.DefaultTemplate;
import dev.fiducia.initdata.template.Template;
import dev.fiducia.initdata.template.TemplateException;
import dev.fiducia.kbs.api.AdminCommits;
import dev.fiducia.kbs.api.AdminRecords;
import dev.fiducia.kbs.api.AdminRecords.Plan;
import dev.fiducia.kbs.api.AdminRecords.Tagged;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Made;
import dev.fiducia.kbs.api.Terms;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The templates of the service: those that were stored, and `default`, which is built in until
/// someone stores another one. Thread-safe.
public final class Templates {
    /// The name of the template that is always there.
    static final String DEFAULT = "default";

    private static final Namespace NAMESPACE = new Namespace("initdata-template");
    private static final int MAX = 500;

    private final AdminRecords<String> records;
    private final NamespaceView<Map<String, String>> view;

    public Templates(RecordStore store, AdminCommits commits) {
        this.records = AdminRecords.ofText(store, commits, NAMESPACE);
        this.view = new NamespaceView<>(store, NAMESPACE, Templates::texts);
    }

    /// The texts by name.
    Map<String, String> all() {
        Map<String, String> all = new TreeMap<>(view.current());
        all.putIfAbsent(DEFAULT, DefaultTemplate.text());
        return all;
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(all().get(name));
    }

    /// A stored template with the tag of its record; empty where there is none.
    Optional<Tagged<String>> find(String name) {
        return records.find(name);
    }

    /// Stores a template, in place of the one that had its name.
    Made<String> put(String name, String text, Terms terms) throws ApiProblem {
        parsed(text);
        return records.change(
                name,
                terms,
                known -> {
                    if (known.isEmpty() && view.current().size() >= MAX) {
                        throw ApiProblem.conflict(
                                "template-too-many",
                                "there are " + MAX + " templates; delete one first");
                    }
                    return known.filter(text::equals).isPresent()
                            ? new Plan.Keep<>(text)
                            : Plan.put(text, deed("set", name, terms));
                });
    }

    /// Deletes a stored template.
    Made<String> delete(String name, Terms terms) throws ApiProblem {
        return records.change(
                name,
                terms,
                known ->
                        Plan.remove(
                                known.orElseThrow(Templates::unknown),
                                deed("delete", name, terms)));
    }

    private static AuditEntry deed(String action, String name, Terms terms) {
        return AuditEntry.of(terms.by(), "template." + action, name, Map.of());
    }

    static ApiProblem unknown() {
        return ApiProblem.unknown(
                "template-unknown", "there is no template of this name; GET /api/v1/templates");
    }

    static Template parsed(String text) throws ApiProblem {
        try {
            return Template.parse(text);
        } catch (TemplateException e) {
            throw refused(e);
        }
    }

    static ApiProblem refused(TemplateException e) {
        return ApiProblem.malformed(
                "template-" + e.code().wireName(), String.valueOf(e.getMessage()));
    }

    private static Map<String, String> texts(List<StoredRecord> records) {
        Map<String, String> texts = new TreeMap<>();
        for (StoredRecord stored : records) {
            texts.put(stored.key(), new String(stored.value(), StandardCharsets.UTF_8));
        }
        return Map.copyOf(texts);
    }
}
