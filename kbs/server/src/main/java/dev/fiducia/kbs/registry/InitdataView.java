package dev.fiducia.kbs.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.PlatformValue;
import dev.fiducia.initdata.lint.Finding;
import dev.fiducia.initdata.lint.Platform;
import dev.fiducia.initdata.registry.DocumentIdentity;
import dev.fiducia.initdata.registry.InitdataRevision;
import dev.fiducia.initdata.registry.Lifetime;
import dev.fiducia.initdata.registry.Note;
import dev.fiducia.initdata.registry.RevisionState;
import dev.fiducia.rvps.InitdataReferences;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the API tells about a registered document: everything that is needed next.
final class InitdataView {
    private InitdataView() {}

    /// One line of a list.
    static ObjectNode brief(InitdataRevision revision, Instant now) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        DocumentIdentity document = revision.document();
        view.put("id", document.prefixedId());
        view.put("name", revision.name());
        view.put("revision", revision.number());
        view.put("state", revision.stateAt(now).wireName());
        if (revision.stateAt(now) != revision.state()) {
            view.put("set_state", revision.state().wireName());
        }
        view.put("in_force", revision.isInForceAt(now));
        Lifetime lifetime = revision.lifetime();
        instant(view, "not_before", lifetime.notBefore());
        instant(view, "not_after", lifetime.notAfter());
        instant(view, "grace_until", lifetime.graceUntil());
        view.put("algorithm", document.algorithm().wireName());
        view.put("digest", document.digest().hex());
        view.put("size", document.size());
        ObjectNode labels = view.putObject("labels");
        revision.labels().forEach(labels::put);
        ArrayNode platforms = view.putArray("platforms");
        revision.platforms().stream().map(Platform::wireName).sorted().forEach(platforms::add);
        note(view, "registered", revision.registered());
        revision.changed().ifPresent(note -> note(view, "changed", note));
        revision.proposed().ifPresent(note -> note(view, "proposed", note));
        if (revision.state() == RevisionState.REVOKED) {
            instant(view, "revoked_at", revision.changed().map(Note::at));
        }
        return view;
    }

    private static void note(ObjectNode view, String what, Note note) {
        view.put(what + "_at", note.at().toString());
        view.put(what + "_by", note.by());
        note.reason().ifPresent(reason -> view.put(what + "_because", reason));
    }

    private static void instant(ObjectNode view, String member, Optional<Instant> at) {
        at.ifPresent(instant -> view.put(member, instant.toString()));
    }

    /// The whole, with every platform's value, the registered reference values and the annotation.
    static ObjectNode full(
            InitdataRevision revision,
            InitdataDocument document,
            List<Finding> findings,
            Instant now) {
        ObjectNode view = brief(revision, now);
        view.put("version", InitdataDocument.VERSION);
        view.put("digest_base64", document.digest().base64());
        ObjectNode digests = view.putObject("all_digests");
        document.allDigests()
                .forEach((algorithm, digest) -> digests.put(algorithm.wireName(), digest.hex()));
        ArrayNode values = view.putArray("platform_values");
        document.platformValues().values().forEach(value -> values.add(platform(value)));
        ObjectNode references = view.putObject("reference_values");
        if (revision.isInForceAt(now)) {
            InitdataReferences.of(document).forEach(references::set);
        }
        ArrayNode files = view.putArray("files");
        document.data().keySet().forEach(files::add);
        String annotation = InitdataAnnotation.encode(document.raw());
        view.put("annotation_key", InitdataAnnotation.KEY);
        view.put("annotation", annotation);
        view.set("findings", RegistryAnswers.findings(findings));
        ArrayNode warned = view.putArray("warnings");
        InitdataAnnotation.sizeWarning(annotation).ifPresent(warned::add);
        if (!document.otherMembers().isEmpty()) {
            warned.add(
                    "top-level members besides version, algorithm and data change the digest and"
                            + " nothing else: "
                            + String.join(", ", document.otherMembers()));
        }
        return view;
    }

    static ObjectNode platform(PlatformValue value) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("name", value.name());
        view.put("value", value.value());
        view.put("encoding", value.encoding().name().toLowerCase(Locale.ROOT));
        view.put("usable", value.usable());
        value.warning().ifPresent(warning -> view.put("warning", warning));
        return view;
    }
}
