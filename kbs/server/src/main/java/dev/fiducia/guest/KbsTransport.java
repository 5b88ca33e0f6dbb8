package dev.fiducia.guest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLException;

/// HTTP/1.1 to one service. Connections are kept and shared by all clients on top; cookies and
/// tokens are theirs. Redirects are not followed, answers are bounded, and every request ends
/// within the timeout.
public final class KbsTransport implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MAX_ANSWER = 16 << 20;
    private static final String SESSION = "kbs-session-id";

    private final HttpClient http;
    private final String base;
    private final Duration timeout;

    private KbsTransport(HttpClient http, String base, Duration timeout) {
        this.http = http;
        this.base = base;
        this.timeout = timeout;
    }

    /// A transport to a service's URL, such as `https://kbs.example.com:8080`, that trusts what the
    /// JDK trusts.
    public static KbsTransport to(String url) throws GuestException {
        return create(url, Optional.empty(), TIMEOUT);
    }

    /// A transport that also trusts these certificates (PEM): roots, or the service's own
    /// certificate.
    public static KbsTransport to(String url, String trustedCertificates) throws GuestException {
        return create(url, Optional.of(trustedCertificates), TIMEOUT);
    }

    static KbsTransport create(String url, Optional<String> certificates, Duration timeout)
            throws GuestException {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(timeout)
                        .executor(Executors.newVirtualThreadPerTaskExecutor());
        if (certificates.isPresent()) {
            builder.sslContext(ExtraRoots.context(certificates.get()));
        }
        return new KbsTransport(builder.build(), base(url), timeout);
    }

    /// Ends kept connections.
    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    KbsAnswer post(String path, byte[] body, Optional<String> cookie) throws GuestException {
        HttpRequest.Builder request =
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body));
        cookie.ifPresent(value -> request.header("Cookie", SESSION + "=" + value));
        return send(request.build());
    }

    KbsAnswer get(String path, Optional<String> cookie, Optional<String> bearer)
            throws GuestException {
        HttpRequest.Builder request = request(path).GET();
        cookie.ifPresent(value -> request.header("Cookie", SESSION + "=" + value));
        bearer.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return send(request.build());
    }

    private HttpRequest.Builder request(String path) throws GuestException {
        try {
            return HttpRequest.newBuilder(URI.create(base + path))
                    .timeout(timeout)
                    .header("User-Agent", "fiducia-guest/0.1.0")
                    .header("Accept", "application/json");
        } catch (IllegalArgumentException e) {
            throw new GuestException(GuestFailure.USAGE, "not a path: " + path, e);
        }
    }

    private KbsAnswer send(HttpRequest request) throws GuestException {
        try {
            HttpResponse<byte[]> response =
                    http.send(
                            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
            List<String> cookies = response.headers().allValues("Set-Cookie");
            return new KbsAnswer(response.statusCode(), response.body(), session(cookies));
        } catch (SSLException e) {
            throw new GuestException(
                    GuestFailure.TLS, "no TLS connection to " + base + ": " + e.getMessage(), e);
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new GuestException(
                    GuestFailure.UNREACHABLE, "no answer from " + base + ": " + why, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GuestException(GuestFailure.UNREACHABLE, "interrupted", e);
        }
    }

    private static Optional<String> session(List<String> setCookies) {
        return setCookies.stream()
                .map(KbsTransport::sessionIn)
                .flatMap(value -> Optional.ofNullable(value).stream())
                .reduce((_, last) -> last);
    }

    private static @Nullable String sessionIn(String setCookie) {
        String pair = setCookie.split(";", 2)[0].strip();
        return pair.startsWith(SESSION + "=") ? pair.substring(SESSION.length() + 1) : null;
    }

    private static String base(String url) throws GuestException {
        String trimmed = url.replaceAll("/+$", "");
        try {
            URI uri = URI.create(trimmed);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http
                    && uri.getHost() != null
                    && uri.getQuery() == null
                    && uri.getFragment() == null) {
                return trimmed + "/kbs/v0";
            }
        } catch (IllegalArgumentException _) {
            // Told below, with all other reasons.
        }
        throw new GuestException(
                GuestFailure.USAGE, "not the URL of a service, such as https://host:8080: " + url);
    }
}
