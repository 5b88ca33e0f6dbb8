package dev.fiducia.policy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.fiducia.policy.value.JsonLimits;
import dev.fiducia.policy.value.RegoJsonException;
import dev.fiducia.policy.value.RegoYaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// One case of the OPA conformance suite, with where it comes from.
record ConformanceCase(String dialect, String folder, JsonNode node) {
    private static final JsonLimits LIMITS = new JsonLimits(64 << 20, 512, 4096);
    private static final ObjectMapper JSON = json();

    private static ObjectMapper json() {
        ObjectMapper mapper = new ObjectMapper();
        mapper.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        mapper.enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);
        return mapper;
    }

    /// Reads as OPA's runner does.
    private static JsonNode read(Path file) throws IOException {
        try {
            return JSON.readTree(RegoYaml.parse(Files.readString(file), LIMITS).toJson());
        } catch (RegoJsonException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    static List<ConformanceCase> below(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(p -> p.toString().endsWith(".yaml")).sorted().toList();
        }
        List<ConformanceCase> cases = new ArrayList<>();
        for (Path file : files) {
            String dialect = file.toString().contains("/v0/") ? "v0" : "v1";
            Path parent = file.getParent();
            String name = parent == null ? "" : String.valueOf(parent.getFileName());
            for (JsonNode node : read(file).path("cases")) {
                cases.add(new ConformanceCase(dialect, name, node));
            }
        }
        return cases;
    }

    String note() {
        return dialect + " " + node.path("note").asText();
    }

    String text(String field) {
        return node.path(field).asText("");
    }

    boolean flag(String field) {
        return node.path(field).asBoolean(false);
    }

    List<String> modules() {
        List<String> modules = new ArrayList<>();
        node.path("modules").forEach(module -> modules.add(module.asText()));
        return modules;
    }
}
