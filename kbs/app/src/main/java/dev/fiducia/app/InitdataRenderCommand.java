package dev.fiducia.app;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.template.DefaultTemplate;
import dev.fiducia.initdata.template.Parameter;
import dev.fiducia.initdata.template.Template;
import dev.fiducia.initdata.template.TemplateException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/// `fiducia initdata render`: a document from a template, the same bytes for the same values.
@Command(
        name = "render",
        mixinStandardHelpOptions = true,
        description = "Offline: a document from a template; -p name=value, -f name=FILE.",
        footer = {
            "",
            "  fiducia initdata render -p kbs_url=https://kbs.example.com -f kbs_ca=ca.pem",
        })
final class InitdataRenderCommand implements Callable<Integer> {
    @Option(
            names = "--template",
            paramLabel = "FILE",
            description = "The template; without it the one that is built in.")
    private @Nullable Path file;

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "A value; may be repeated.")
    private Map<String, String> values = Map.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "NAME=FILE",
            description = "A value that a file holds, such as a certificate; may be repeated.")
    private Map<String, Path> files = Map.of();

    @Option(names = "--show-template", description = "Print the template instead.")
    private boolean showsTemplate;

    @Option(names = "--parameters", description = "List the template's parameters instead.")
    private boolean listsParameters;

    @Override
    public Integer call() {
        String text = file == null ? DefaultTemplate.text() : Input.text(file);
        try {
            Template template = Template.parse(text);
            if (showsTemplate) {
                System.out.print(text);
            } else if (listsParameters) {
                template.parameters().values().forEach(InitdataRenderCommand::describe);
            } else {
                InitdataDocument document = template.render(given());
                System.out.write(document.raw(), 0, document.size());
                System.out.flush();
            }
            return ExitCode.OK;
        } catch (TemplateException e) {
            throw CommandFailure.failed(e.code().wireName() + ": " + e.getMessage());
        }
    }

    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>(values);
        files.forEach((name, path) -> {
            if (given.put(name, Input.text(path)) != null) {
                throw CommandFailure.failed(name + " is given twice");
            }
        });
        return given;
    }

    private static void describe(Parameter parameter) {
        String need =
                parameter.otherwise().isPresent() || parameter.isOptional() ? "optional" : "needed";
        System.out.printf(
                "%-16s %-13s %-9s %s%n",
                parameter.name(), parameter.type().wireName(), need, parameter.description());
    }
}
