package dev.fiducia.kbs.template;

import dev.fiducia.ha.audit.AuditEntry;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.NamespaceView;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;
import dev.fiducia.initdata.template.DefaultTemplate;
import dev.fiducia.initdata.template.Template;
import dev.fiducia.initdata.template.TemplateException;
import dev.fiducia.kbs.api.AdminCommits;
import dev.fiducia.kbs.api.ApiProblem;

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

    private final RecordStore store;
    private final AdminCommits commits;
    private final NamespaceView<Map<String, String>> view;

    public Templates(RecordStore store, AdminCommits commits) {
        this.store = store;
        this.commits = commits;
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

    /// Stores a template, in place of the one that had its name.
    void put(String name, String text, String by) throws ApiProblem {
        parsed(text);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        commits.until(() -> {
            Optional<StoredRecord> known = store.get(NAMESPACE, name);
            if (known.isEmpty() && view.current().size() >= MAX) {
                throw ApiProblem.conflict(
                        "template-too-many", "there are " + MAX + " templates; delete one first");
            }
            long version = known.map(StoredRecord::version).orElse(Change.ABSENT);
            return committed(new Change.Put(NAMESPACE, name, bytes, version), "set", name, by);
        });
    }

    /// Deletes a stored template.
    void delete(String name, String by) throws ApiProblem {
        commits.until(() -> {
            StoredRecord known = store.get(NAMESPACE, name).orElseThrow(Templates::unknown);
            Change delete = new Change.Delete(NAMESPACE, name, known.version());
            return committed(delete, "delete", name, by);
        });
    }

    private Optional<Boolean> committed(Change change, String action, String name, String by) {
        AuditEntry deed = AuditEntry.of(by, "template." + action, name, Map.of());
        return commits.commit(List.of(change), deed) ? Optional.of(true) : Optional.empty();
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
