package dev.fiducia.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/// A way to call one service: its address, and an HTTP client that trusts what it should.
///
/// Redirects are never followed: a service that answers with one is not the service that was named.
record ServiceConnection(URI base, HttpClient http) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    static ServiceConnection to(URI url, Optional<Path> certificates) {
        String text = url.toString();
        URI base = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        if (!"https".equals(base.getScheme()) && !"http".equals(base.getScheme())) {
            throw CommandFailure.failed("the URL must start with https:// or http://, not " + text);
        }
        HttpClient.Builder client =
                HttpClient.newBuilder()
                        .version(Version.HTTP_1_1)
                        .followRedirects(Redirect.NEVER)
                        .connectTimeout(CONNECT_TIMEOUT);
        certificates.map(ServiceConnection::trusting).ifPresent(client::sslContext);
        return new ServiceConnection(base, client.build());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
    }

    HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (SSLException e) {
            throw CommandFailure.unavailable(
                    "no trust in the certificate of "
                            + base
                            + ": "
                            + e.getMessage()
                            + "; name its root with --cert-file");
        } catch (ConnectException e) {
            throw CommandFailure.unavailable(base + " can't be reached; is the service running?");
        } catch (IOException e) {
            throw CommandFailure.unavailable(base + " does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.unavailable("interrupted");
        }
    }

    private static SSLContext trusting(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> roots =
                    CertificateFactory.getInstance("X.509", "SUN").generateCertificates(in);
            if (roots.isEmpty()) {
                throw CommandFailure.failed(pem + " holds no certificate in PEM form");
            }
            KeyStore store = KeyStore.getInstance("PKCS12", "SunJSSE");
            store.load(null, null);
            int index = 0;
            for (Certificate root : roots) {
                store.setCertificateEntry("root" + index++, root);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX", "SunJSSE");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw CommandFailure.failed(
                    "can't read certificates from " + pem + ": " + e.getMessage());
        }
    }
}
