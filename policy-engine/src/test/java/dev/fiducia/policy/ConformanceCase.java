package dev.fiducia.policy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import org.yaml.snakeyaml.LoaderOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// One case of the OPA conformance suite, with where it comes from.
record ConformanceCase(String dialect, String folder, JsonNode node) {
    private static final ObjectMapper YAML = yaml();

    private static ObjectMapper yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        ObjectMapper mapper =
                new ObjectMapper(YAMLFactory.builder().loaderOptions(options).build());
        mapper.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        mapper.enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);
        mapper.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        return mapper;
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
            for (JsonNode node : YAML.readTree(file.toFile()).path("cases")) {
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
