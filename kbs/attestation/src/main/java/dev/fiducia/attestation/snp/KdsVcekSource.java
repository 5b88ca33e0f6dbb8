package dev.fiducia.attestation.snp;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.fiducia.attestation.collateral.BoundedHttp;
import dev.fiducia.attestation.collateral.Collateral;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/// AMD's key distribution service, or a mirror of it.
///
/// A certificate once fetched is kept: that of a chip at a firmware level never changes. Requests
/// for the same one share a single fetch. Failures are not kept.
public final class KdsVcekSource implements VcekSource {

    /// AMD's own service.
    public static final URI AMD = URI.create("https://kdsintf.amd.com");

    private static final int MAX_CACHED = 1024;
    private static final int MAX_BYTES = 16 << 10;

    private final URI base;
    private final BoundedHttp http;
    private final AsyncCache<VcekRequest, Collateral> fetched =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).buildAsync();
    private final Executor fetches = task -> Thread.ofVirtual().name("kds").start(task);

    /// @param base where the service is, without the `/vcek/v1` part
    public KdsVcekSource(URI base, BoundedHttp http) {
        this.base = base;
        this.http = http;
    }

    @Override
    public Collateral find(VcekRequest request) {
        CompletableFuture<Collateral> answer =
                fetched.get(
                        request,
                        (key, _) -> CompletableFuture.supplyAsync(() -> fetch(key), fetches));
        Collateral collateral = answer.join();
        if (collateral instanceof Collateral.Unavailable) {
            fetched.asMap().remove(request, answer);
        }
        return collateral;
    }

    @Override
    public void forget(VcekRequest request) {
        fetched.synchronous().invalidate(request);
    }

    private Collateral fetch(VcekRequest request) {
        String prefix = base.toString();
        String root = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return http.get(URI.create(root + request.kdsPath()), MAX_BYTES);
    }
}
