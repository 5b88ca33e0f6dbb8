package dev.fiducia.attestation.snp;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.fiducia.attestation.collateral.BoundedHttp;
import dev.fiducia.attestation.collateral.Collateral;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
    private final AsyncCache<VcekRequest, Collateral.Available> fetched =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).buildAsync();
    private final Executor fetches = task -> Thread.ofVirtual().name("kds").start(task);

    /// @param base where the service is, without the `/vcek/v1` part
    public KdsVcekSource(URI base, BoundedHttp http) {
        this.base = base;
        this.http = http;
    }

    @Override
    public Collateral find(VcekRequest request) {
        try {
            return fetched.get(
                            request,
                            (key, _) -> CompletableFuture.supplyAsync(() -> fetch(key), fetches))
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof NotFetched reason) {
                return reason.unavailable;
            }
            throw e;
        }
    }

    @Override
    public void forget(VcekRequest request) {
        fetched.synchronous().invalidate(request);
    }

    private Collateral.Available fetch(VcekRequest request) {
        String base = this.base.toString();
        String address =
                (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                        + request.kdsPath();
        return switch (http.get(URI.create(address), MAX_BYTES)) {
            case Collateral.Available available -> available;
            case Collateral.Unavailable unavailable -> throw new NotFetched(unavailable);
        };
    }

    /// Keeps a failure out of the cache, which drops what completes exceptionally.
    private static final class NotFetched extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Collateral.Unavailable unavailable;

        NotFetched(Collateral.Unavailable unavailable) {
            super(unavailable.reason(), null, false, false);
            this.unavailable = unavailable;
        }
    }
}
