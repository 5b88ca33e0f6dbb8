package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoSet;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import java.io.IOException;
import java.util.Set;

/// `http.send` and `net.lookup_ip_addr`: checked here, done by the host.
final class HttpBuiltins {
    private record Sent(RegoObject request) {}

    private record LookedUp(String name) {}

    private static final Set<String> TEXTS =
            Set.of(
                    "method",
                    "url",
                    "raw_body",
                    "tls_ca_cert",
                    "tls_ca_cert_file",
                    "tls_ca_cert_env_variable",
                    "tls_client_cert",
                    "tls_client_cert_file",
                    "tls_client_cert_env_variable",
                    "tls_client_key",
                    "tls_client_key_file",
                    "tls_client_key_env_variable",
                    "tls_server_name");

    private static final Set<String> OTHERS =
            Set.of(
                    "body",
                    "enable_redirect",
                    "force_json_decode",
                    "force_yaml_decode",
                    "headers",
                    "tls_use_system_certs",
                    "tls_insecure_skip_verify",
                    "timeout",
                    "cache",
                    "force_cache",
                    "force_cache_duration_seconds",
                    "raise_error",
                    "caching_mode",
                    "max_retry_attempts",
                    "cache_ignored_headers");

    private HttpBuiltins() {}

    static void declare(Catalogue catalogue) {
        catalogue.add("http.send", Kinds.OBJECT, (c, a) -> send(c, Operands.object(a, 0)));
        catalogue.add("net.lookup_ip_addr", Kinds.STRING, (c, a) -> lookUp(c, a));
    }

    private static RegoValue send(BuiltinContext context, RegoObject request)
            throws BuiltinException {
        boolean raises =
                switch (request.get("raise_error")) {
                    case null -> true;
                    case RegoBoolean bool -> bool.value();
                    case RegoValue _ ->
                            throw BuiltinException.failed("invalid value for raise_error field");
                };
        try {
            check(request);
            return response(context, request);
        } catch (BuiltinException e) {
            if (raises || e.kind() == BuiltinException.Kind.LIMIT) {
                throw e;
            }
            return refused("eval_http_send_internal_error", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            if (raises) {
                throw BuiltinException.failed(String.valueOf(e.getMessage()));
            }
            return refused("eval_http_send_network_error", String.valueOf(e.getMessage()));
        }
    }

    private static void check(RegoObject request) throws BuiltinException {
        var unknown = RegoSet.builder();
        for (var key : request.keys()) {
            boolean known =
                    key instanceof RegoString name
                            && (TEXTS.contains(name.value()) || OTHERS.contains(name.value()));
            if (!known) {
                unknown.add(key);
            }
        }
        var strange = unknown.build();
        if (strange.size() > 0) {
            throw BuiltinException.type("operand 1 invalid request parameters(s): " + strange);
        }
        var missing = RegoSet.builder();
        for (var name : new String[] {"method", "url"}) {
            if (request.get(name) == null) {
                missing.add(RegoString.of(name));
            }
        }
        var absent = missing.build();
        if (absent.size() > 0) {
            throw BuiltinException.type(
                    "operand 1 missing required request parameters(s): " + absent);
        }
        for (var name : TEXTS.stream().sorted().toList()) {
            var value = request.get(name);
            if (value != null && !(value instanceof RegoString)) {
                throw BuiltinException.failed("\"" + name + "\" must be a string");
            }
        }
        var headers = request.get("headers");
        if (headers != null && !(headers instanceof RegoObject)) {
            throw BuiltinException.failed("invalid type for headers key");
        }
    }

    private static RegoValue response(BuiltinContext context, RegoObject request)
            throws BuiltinException, IOException {
        var key = new Sent(request);
        if (context.kept().get(key) instanceof RegoObject known) {
            return known;
        }
        var sender = context.seams().http();
        if (sender.isEmpty()) {
            throw BuiltinException.failed("the host sends no requests");
        }
        Weight.charge(context.budget(), request);
        var response = sender.get().send(request);
        Weight.charge(context.budget(), response);
        context.kept().put(key, response);
        return response;
    }

    private static RegoValue refused(String code, String message) {
        var error =
                RegoObject.builder()
                        .put("code", RegoString.of(code))
                        .put("message", RegoString.of(message))
                        .build();
        return RegoObject.builder()
                .put("status_code", RegoNumber.of(0))
                .put("error", error)
                .build();
    }

    private static RegoValue lookUp(BuiltinContext context, RegoValue[] a) throws BuiltinException {
        String name = StringBuiltins.produced(context, a, 0);
        var key = new LookedUp(name);
        if (context.kept().get(key) instanceof RegoSet known) {
            return known;
        }
        var lookup = context.seams().names();
        if (lookup.isEmpty()) {
            throw BuiltinException.failed("the host looks up no names");
        }
        try {
            var addresses = RegoSet.builder();
            for (var address : lookup.get().addresses(name)) {
                context.budget().output(address.length());
                addresses.add(RegoString.of(address));
            }
            var found = addresses.build();
            context.kept().put(key, found);
            return found;
        } catch (IOException e) {
            throw BuiltinException.failed(String.valueOf(e.getMessage()));
        }
    }
}
