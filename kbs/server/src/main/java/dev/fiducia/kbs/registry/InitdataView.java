package dev.fiducia.kbs.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.PlatformValue;

import java.util.List;
import java.util.Locale;

/// What the API tells about a registered document: everything that is needed next.
final class InitdataView {
    private InitdataView() {}

    /// One line of a list.
    static ObjectNode brief(RegisteredInitdata entry) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("id", "sha256:" + entry.id());
        entry.name().ifPresent(name -> view.put("name", name));
        view.put("state", entry.state().wireName());
        view.put("algorithm", entry.algorithm().wireName());
        view.put("digest", entry.digest());
        view.put("size", entry.size());
        view.put("registered_at", entry.registeredAt().toString());
        view.put("registered_by", entry.registeredBy());
        entry.revokedAt().ifPresent(at -> view.put("revoked_at", at.toString()));
        return view;
    }

    /// The whole, with every platform's value, the registered reference values and the annotation.
    static ObjectNode full(
            RegisteredInitdata entry, InitdataDocument document, List<String> warnings) {
        ObjectNode view = brief(entry);
        view.put("version", InitdataDocument.VERSION);
        view.put("digest_base64", document.digest().base64());
        ObjectNode digests = view.putObject("all_digests");
        document.allDigests()
                .forEach((algorithm, digest) -> digests.put(algorithm.wireName(), digest.hex()));
        ArrayNode values = view.putArray("platform_values");
        document.platformValues().values().forEach(value -> values.add(platform(value)));
        ObjectNode references = view.putObject("reference_values");
        if (entry.isActive()) {
            ReferenceContribution.of(document).forEach(references::set);
        }
        ArrayNode files = view.putArray("files");
        document.data().keySet().forEach(files::add);
        String annotation = InitdataAnnotation.encode(document.raw());
        view.put("annotation_key", InitdataAnnotation.KEY);
        view.put("annotation", annotation);
        ArrayNode warned = view.putArray("warnings");
        warnings.forEach(warned::add);
        InitdataAnnotation.sizeWarning(annotation).ifPresent(warned::add);
        if (!document.otherMembers().isEmpty()) {
            warned.add(
                    "top-level members besides version, algorithm and data change the digest and"
                            + " nothing else: "
                            + String.join(", ", document.otherMembers()));
        }
        return view;
    }

    private static ObjectNode platform(PlatformValue value) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("name", value.name());
        view.put("value", value.value());
        view.put("encoding", value.encoding().name().toLowerCase(Locale.ROOT));
        view.put("usable", value.usable());
        value.warning().ifPresent(warning -> view.put("warning", warning));
        return view;
    }
}
