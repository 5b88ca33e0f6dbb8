package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.collateral.BoundedHttp;
import dev.fiducia.attestation.collateral.Document;
import dev.fiducia.attestation.collateral.DocumentId;
import dev.fiducia.attestation.collateral.DocumentSource;
import dev.fiducia.attestation.collateral.HttpAnswer;
import dev.fiducia.attestation.collateral.SourceException;
import dev.fiducia.attestation.snp.AmdDocumentIds.Meaning;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// AMD's key distribution service, or a mirror of it: certificates of chips, and what AMD revoked.
public final class KdsSource implements DocumentSource {

    /// AMD's own service.
    public static final URI AMD = URI.create("https://kdsintf.amd.com");

    private static final int MAX_CERTIFICATE = 16 << 10;
    private static final int MAX_CRL = 256 << 10;

    private final String base;
    private final BoundedHttp http;

    /// @param base where the service is, without the `/vcek/v1` part
    public KdsSource(URI base, BoundedHttp http) {
        String prefix = base.toString();
        this.base = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        this.http = http;
    }

    @Override
    public String name() {
        return base;
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public List<Document> find(DocumentId id) throws SourceException {
        Optional<Meaning> meaning = AmdDocumentIds.meaning(id);
        if (meaning.isEmpty()) {
            return List.of();
        }
        HttpAnswer answer =
                switch (meaning.get()) {
                    case Meaning.Vcek vcek ->
                            http.get(URI.create(base + vcek.request().kdsPath()), MAX_CERTIFICATE);
                    case Meaning.Revocations crl ->
                            http.get(
                                    URI.create(base + "/vcek/v1/" + crl.product().label() + "/crl"),
                                    MAX_CRL);
                };
        return switch (answer) {
            case HttpAnswer.Ok ok -> List.of(new Document(id, "", ok.body()));
            case HttpAnswer.NotThere _ -> List.of();
            case HttpAnswer.Failed(String reason) -> throw new SourceException(reason);
        };
    }
}
