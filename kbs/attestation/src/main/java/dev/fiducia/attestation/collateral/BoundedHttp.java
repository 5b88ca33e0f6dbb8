package dev.fiducia.attestation.collateral;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Fetches small documents from one configured host.
///
/// No redirects; one deadline for the whole exchange, since a slow body is as bad as a slow answer;
/// a bound on the size; and a bound on fetches under way, because hostile evidence can ask for any
/// number of them.
public final class BoundedHttp implements AutoCloseable {

    private static final int MAX_CONCURRENT = 8;
    private static final Set<Integer> OK = Set.of(200);

    private final HttpClient client;
    private final String scheme;
    private final String authority;
    private final Duration timeout;
    private final Semaphore slots = new Semaphore(MAX_CONCURRENT);

    private BoundedHttp(HttpClient client, String scheme, String authority, Duration timeout) {
        this.client = client;
        this.scheme = scheme;
        this.authority = authority;
        this.timeout = timeout;
    }

    /// A client for the host of this address, `http` or `https`.
    ///
    /// @throws IllegalArgumentException when the address can't be the base of others
    public static BoundedHttp toHostOf(URI base, Duration timeout) {
        return toHostOf(base, new HttpSettings(timeout, timeout, List.of()));
    }

    /// The same with other settings.
    ///
    /// @throws IllegalArgumentException when the address can't be the base of others, or a file of
    ///   roots can't be read
    public static BoundedHttp toHostOf(URI base, HttpSettings settings) {
        String scheme = base.getScheme();
        if (scheme == null
                || !(scheme.equals("https") || scheme.equals("http"))
                || base.getHost() == null
                || base.getRawUserInfo() != null
                || base.getRawQuery() != null
                || base.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    base + " is not an http(s) address of a host, without query or user");
        }
        HttpClient.Builder client =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(settings.connect());
        if (!settings.roots().isEmpty()) {
            client.sslContext(TrustedRoots.context(settings.roots()));
        }
        return new BoundedHttp(client.build(), scheme, base.getRawAuthority(), settings.total());
    }

    /// One `GET`; a body of at most so many bytes. Blocks until it has ended one way or another.
    public HttpAnswer get(URI address, int maxBytes) {
        return send(HttpRequest.newBuilder(address).GET(), OK, maxBytes);
    }

    /// The same, sending a JSON document.
    public HttpAnswer post(URI address, byte[] json, int maxBytes) {
        return send(
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(json)),
                OK,
                maxBytes);
    }

    /// One request of any kind; an answer counts if its status is one of these.
    public HttpAnswer send(HttpRequest.Builder unbounded, Set<Integer> statuses, int maxBytes) {
        HttpRequest request = unbounded.timeout(timeout).build();
        URI address = request.uri();
        if (!scheme.equals(address.getScheme()) || !authority.equals(address.getRawAuthority())) {
            return new HttpAnswer.Failed(address + " is not on the configured host");
        }
        try {
            if (!slots.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return new HttpAnswer.Failed(
                        "too many fetches from " + authority + " are under way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new HttpAnswer.Failed("interrupted");
        }
        try {
            return exchange(address, request, statuses, maxBytes);
        } finally {
            slots.release();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpAnswer exchange(
            URI address, HttpRequest request, Set<Integer> statuses, int maxBytes) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBytes));
        try {
            HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            int status = response.statusCode();
            if (statuses.contains(status)) {
                return new HttpAnswer.Ok(status, response.body(), response.headers());
            }
            String reason = address + " answers " + status;
            return switch (status) {
                case 404, 410 -> new HttpAnswer.NotThere(reason);
                default -> new HttpAnswer.Failed(reason);
            };
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new HttpAnswer.Failed(address + " doesn't answer within " + timeout);
        } catch (ExecutionException e) {
            return new HttpAnswer.Failed(address + " can't be fetched: " + e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new HttpAnswer.Failed("interrupted");
        }
    }
}
