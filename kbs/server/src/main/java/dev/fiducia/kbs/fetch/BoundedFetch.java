package dev.fiducia.kbs.fetch;

import dev.fiducia.attestation.token.JwkSetSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Reads what an address of the configuration names. At most 1 MiB, at most 10 seconds; redirects
/// are not followed.
public final class BoundedFetch implements JwkSetSource {
    private static final int MAX_BYTES = 1 << 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /// The bytes behind `https://…`, `file://…` or a path.
    public byte[] read(String address) throws IOException {
        try {
            if (address.startsWith("https://")) {
                return get(URI.create(address));
            }
            if (address.contains("://") && !address.startsWith("file://")) {
                throw new IOException("only https://, file:// and paths");
            }
            return file(
                    address.startsWith("file://")
                            ? Path.of(URI.create(address))
                            : Path.of(address));
        } catch (IllegalArgumentException e) {
            throw new IOException("not an address: " + e.getMessage(), e);
        }
    }

    private static byte[] file(Path path) throws IOException {
        if (Files.size(path) > MAX_BYTES) {
            throw new IOException("larger than 1 MiB");
        }
        return Files.readAllBytes(path);
    }

    @Override
    public byte[] get(URI https) throws IOException {
        if (!"https".equals(https.getScheme()) || https.getHost() == null) {
            throw new IOException("not an https address with a host");
        }
        try (HttpClient client =
                HttpClient.newBuilder()
                        .connectTimeout(TIMEOUT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build()) {
            HttpResponse<InputStream> response =
                    client.send(
                            HttpRequest.newBuilder(https).timeout(TIMEOUT).build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IOException(https + " answered " + response.statusCode());
                }
                byte[] bytes = body.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new IOException(https + " answered with more than 1 MiB");
                }
                return bytes;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("fetching " + https + " was interrupted", e);
        }
    }
}
