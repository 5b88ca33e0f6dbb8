package dev.fiducia.kbs.resource;

import dev.fiducia.ha.store.RecordLimits;
import dev.fiducia.kbs.http.Request;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/// `/kbs/v0/resource/<repository>/<type>/<tag>`: administrators write and delete, guests read.
final class ResourcePlugin implements Plugin {
    private static final Logger LOG = LoggerFactory.getLogger(ResourcePlugin.class);
    static final String NAME = "resource";

    private static final byte[] NOTHING = {};

    private final ResourceStore store;

    ResourcePlugin(ResourceStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> refusal(Request request) {
        return path(request).isPresent()
                ? Optional.empty()
                : Optional.of("A resource path has the form <repository>/<type>/<tag>");
    }

    @Override
    public Access access(Request request) {
        return switch (request.method()) {
            case GET, PUT -> Access.ATTESTED;
            case POST, DELETE -> Access.ADMIN;
        };
    }

    @Override
    public Reply handle(Request request) {
        ResourcePath path = path(request).orElseThrow();
        return switch (request.method()) {
            case GET -> store.read(path).<Reply>map(Reply.Done::new).orElseGet(Reply.Missing::new);
            case POST -> write(request, path);
            case DELETE -> delete(request, path);
            case PUT -> new Reply.Failed("method-not-supported", "A resource is written with POST");
        };
    }

    private Reply write(Request request, ResourcePath path) {
        if (request.body().length > RecordLimits.VALUE_BYTES) {
            return new Reply.Failed(
                    "resource-too-large",
                    "A resource has at most " + RecordLimits.VALUE_BYTES + " bytes");
        }
        boolean replaced = store.write(path, request.body());
        changed(request, path, replaced ? "resource replaced" : "resource created");
        return new Reply.Done(NOTHING);
    }

    /// As in Trustee, a missing resource can't be deleted and says so with 401.
    private Reply delete(Request request, ResourcePath path) {
        if (!store.delete(path)) {
            return new Reply.Failed("resource-not-found", "There is no such resource");
        }
        changed(request, path, "resource deleted");
        return new Reply.Done(NOTHING);
    }

    private static void changed(Request request, ResourcePath path, String what) {
        LOG.atInfo().addKeyValue("request", request.id()).addKeyValue("resource", path).log(what);
    }

    /// A trailing slash is one segment too many; doubled slashes inside have been collapsed.
    private static Optional<ResourcePath> path(Request request) {
        var segments = request.path().segments();
        return request.path().trailingSlash()
                ? Optional.empty()
                : ResourcePath.of(segments.subList(PluginRoutes.PREFIX_SEGMENTS, segments.size()));
    }
}
