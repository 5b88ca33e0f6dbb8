package dev.fiducia.kbs.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.initdata.template.Template;
import dev.fiducia.initdata.template.TemplateException;
import dev.fiducia.kbs.admin.AdminGate;
import dev.fiducia.kbs.api.AdminCall;
import dev.fiducia.kbs.api.AdminRecords.Tagged;
import dev.fiducia.kbs.api.ApiProblem;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.http.Response;
import dev.fiducia.kbs.http.Route;
import dev.fiducia.kbs.http.RouteContribution;
import dev.fiducia.kbs.http.Workload;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// `/api/v1/templates` and `/api/v1/initdata:render`, for administrators; `/api/v1/ca` for
/// everyone, since every handshake shows it.
public final class TemplateRoutes {
    private static final String ALL = "/api/v1/templates";
    private static final String ONE = ALL + "/{name}";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private final Templates templates;
    private final ServiceValues service;

    private TemplateRoutes(Templates templates, ServiceValues service) {
        this.templates = templates;
        this.service = service;
    }

    public static RouteContribution of(Templates templates, ServiceValues service, AdminGate gate) {
        TemplateRoutes routes = new TemplateRoutes(templates, service);
        return RouteContribution.of(
                "templates",
                Route.get(ALL, Workload.BLOCKING, AdminCall.plain(gate, _ -> routes.list())),
                Route.get(ONE, Workload.BLOCKING, AdminCall.plain(gate, routes::show)),
                Route.put(ONE, Workload.BLOCKING, AdminCall.change(gate, routes::put)),
                Route.delete(ONE, Workload.BLOCKING, AdminCall.change(gate, routes::delete)),
                Route.post(
                        "/api/v1/initdata:render",
                        Workload.BLOCKING,
                        AdminCall.plain(gate, routes::render)),
                Route.get("/api/v1/ca", Workload.CPU, _ -> routes.authority()));
    }

    private Response list() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode items = answer.putArray("items");
        for (Map.Entry<String, String> each : templates.all().entrySet()) {
            items.add(each.getKey());
        }
        return Response.json(200, answer);
    }

    private Response show(AdminCall call) throws ApiProblem {
        String name = call.segment("name");
        Optional<Tagged<String>> stored = templates.find(name);
        String text = stored.isPresent() ? stored.get().value() : text(name);
        Response answer =
                Response.of(200, "application/toml", text.getBytes(StandardCharsets.UTF_8));
        return stored.map(found -> answer.withHeader("ETag", found.tag())).orElse(answer);
    }

    private Response put(AdminCall call) throws ApiProblem {
        String name = call.segment("name");
        if (!NAME.matcher(name).matches()) {
            throw ApiProblem.malformed(
                    "template-bad-name",
                    "a name has 1 to 63 characters of a-z 0-9 . _ -, a letter or digit first");
        }
        Terms terms = call.terms(Optional.empty());
        return templates.put(name, utf8(call.body()), terms).response(terms);
    }

    private Response delete(AdminCall call) throws ApiProblem {
        Terms terms = call.terms(Optional.empty());
        return templates.delete(call.segment("name"), terms).response(terms);
    }

    /// `{"template": NAME, "parameters": {…}}` to the document, which nothing has stored yet.
    private Response render(AdminCall call) throws ApiProblem {
        ObjectNode body = call.json(Set.of("template", "parameters"));
        Template template = Templates.parsed(text(body.path("template").asText(Templates.DEFAULT)));
        try {
            return Response.json(
                    200, RenderedView.of(template.render(service.fill(template, given(body)))));
        } catch (TemplateException e) {
            throw Templates.refused(e);
        }
    }

    private Response authority() {
        return service.authority()
                .map(pem ->
                        Response.of(
                                200,
                                "application/x-pem-file",
                                pem.getBytes(StandardCharsets.US_ASCII)))
                .orElseGet(() -> Response.empty(404));
    }

    private static Map<String, String> given(ObjectNode body) throws ApiProblem {
        Map<String, String> given = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : body.path("parameters").properties()) {
            if (!member.getValue().isTextual()) {
                throw ApiProblem.malformed("body-malformed", "parameters are texts");
            }
            given.put(member.getKey(), member.getValue().textValue());
        }
        return given;
    }

    private String text(String name) throws ApiProblem {
        return templates.text(name).orElseThrow(Templates::unknown);
    }

    private static String utf8(byte[] bytes) throws ApiProblem {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw ApiProblem.malformed("template-malformed", "the template is not UTF-8 text");
        }
    }
}
