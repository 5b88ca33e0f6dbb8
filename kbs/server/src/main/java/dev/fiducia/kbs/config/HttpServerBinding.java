package dev.fiducia.kbs.config;

import dev.fiducia.kbs.config.ConfigProblem.Code;
import dev.fiducia.kbs.config.TlsConfig.Profile;
import dev.fiducia.kbs.config.TlsConfig.Version;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Reads `[http_server]`.
final class HttpServerBinding {
    private static final Map<String, Version> VERSIONS = versions();

    private HttpServerBinding() {}

    static HttpServerConfig bind(Section http) {
        boolean insecure = http.truth("insecure_http", false);
        int mebibytes = http.whole("payload_request_size", 2, 1, 1024);
        OptionalLong workers = http.whole("worker_count", "number of processors", 1, 1024);
        return new HttpServerConfig(
                sockets(http),
                insecure,
                mebibytes * 1024L * 1024L,
                workers.isPresent()
                        ? OptionalInt.of((int) workers.getAsLong())
                        : OptionalInt.empty(),
                certificate(http),
                certificateNames(http),
                tls(http));
    }

    private static List<ListenAddress> sockets(Section http) {
        Optional<List<ListenAddress>> sockets = http.addresses("sockets", "[\"127.0.0.1:8080\"]");
        if (http.isEmptyArray("sockets")) {
            http.problem(Code.BAD_VALUE, "sockets", "needs at least one ip:port");
        }
        return sockets.orElse(List.of(new ListenAddress(InetAddress.ofLiteral("127.0.0.1"), 8080)));
    }

    private static Optional<KeyAndCertificate> certificate(Section http) {
        Optional<Path> key = http.file("private_key");
        Optional<Path> certificate = http.file("certificate");
        if (key.isPresent() != certificate.isPresent()) {
            http.problem(
                    Code.CONFLICT,
                    key.isPresent() ? "private_key" : "certificate",
                    "private_key and certificate belong together: give both, or neither to have"
                            + " a self-signed certificate made");
        }
        return key.flatMap(k -> certificate.map(c -> new KeyAndCertificate(k, c)));
    }

    private static List<String> certificateNames(Section http) {
        List<String> names = http.texts("certificate_names");
        if (!names.stream().allMatch(n -> n.matches("[A-Za-z0-9*._:-]{1,253}"))) {
            http.problem(
                    Code.BAD_VALUE, "certificate_names", "expected host names and IP addresses");
        }
        return names;
    }

    private static TlsConfig tls(Section http) {
        Profile profile =
                http.choice("tls_profile", Words.lowerCase(Profile.class), "\"intermediate\"")
                        .orElse(Profile.INTERMEDIATE);
        Version least = profile == Profile.MODERN ? Version.TLS_1_3 : Version.TLS_1_2;
        Version min = http.choice("tls_min_version", VERSIONS, "by tls_profile").orElse(least);
        Version max = http.choice("tls_max_version", VERSIONS, "\"1.3\"").orElse(Version.TLS_1_3);
        if (min.compareTo(max) > 0) {
            http.problem(
                    Code.CONFLICT,
                    http.has("tls_max_version") ? "tls_max_version" : "tls_min_version",
                    "the least TLS version is above the greatest");
        }
        return new TlsConfig(
                profile, min, max, names(http, "tls_ciphers"), names(http, "tls_groups"));
    }

    private static List<String> names(Section http, String key) {
        return http.text(key, "the TLS engine's own")
                .map(text -> {
                    List<String> names = List.of(text.split(":", -1));
                    if (!names.stream().allMatch(n -> n.matches("[A-Za-z0-9_.+!@=-]+"))) {
                        http.problem(Code.BAD_VALUE, key, "expected names separated by colons");
                    }
                    return names;
                })
                .orElse(List.of());
    }

    private static Map<String, Version> versions() {
        Map<String, Version> words = new LinkedHashMap<>();
        words.put("1.2", Version.TLS_1_2);
        words.put("1.3", Version.TLS_1_3);
        return words;
    }
}
