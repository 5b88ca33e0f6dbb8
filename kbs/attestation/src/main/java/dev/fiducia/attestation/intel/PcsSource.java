package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.collateral.BoundedHttp;
import dev.fiducia.attestation.collateral.Document;
import dev.fiducia.attestation.collateral.DocumentId;
import dev.fiducia.attestation.collateral.DocumentSource;
import dev.fiducia.attestation.collateral.HttpAnswer;
import dev.fiducia.attestation.collateral.HttpSettings;
import dev.fiducia.attestation.collateral.SourceException;
import dev.fiducia.attestation.intel.IntelDocumentIds.Meaning;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Intel's Provisioning Certification Service, version 4, or a PCCS, which answers alike. Of its
/// address only scheme, host and port count; nothing that a certificate or an answer names is ever
/// followed.
public final class PcsSource implements DocumentSource {

    /// Intel's own.
    public static final URI INTEL = URI.create("https://api.trustedservices.intel.com");

    /// Where Intel publishes what its root revoked; a PCCS has it itself.
    public static final URI INTEL_ROOT_CRL =
            URI.create("https://certificates.trustedservices.intel.com/IntelSGXRootCA.der");

    /// Which TCB recovery events count: those just published, or those that must be in force.
    public enum Update {
        EARLY("early"),
        STANDARD("standard");

        private final String parameter;

        Update(String parameter) {
            this.parameter = parameter;
        }
    }

    private final String base;
    private final BoundedHttp http;
    private final Update update;
    private final boolean isIntel;
    private final URI rootCrl;
    private final BoundedHttp rootCrlHttp;

    /// @param service the PCS or PCCS
    /// @param rootCrl where the root's CRL is if not there
    /// @throws IllegalArgumentException when an address or a file of roots can't be used
    public PcsSource(URI service, Optional<URI> rootCrl, Update update, HttpSettings settings) {
        this.base = service.getScheme() + "://" + service.getRawAuthority();
        this.http = BoundedHttp.toHostOf(URI.create(base), settings);
        this.update = update;
        this.isIntel = base.equals(INTEL.toString());
        this.rootCrl =
                rootCrl.or(() -> isIntel ? Optional.of(INTEL_ROOT_CRL) : Optional.<URI>empty())
                        .orElse(URI.create(base + "/sgx/certification/v4/rootcacrl"));
        this.rootCrlHttp =
                this.rootCrl.toString().startsWith(base + "/")
                        ? http
                        : BoundedHttp.toHostOf(this.rootCrl, settings);
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
        Optional<Meaning> meaning = IntelDocumentIds.meaning(id);
        if (meaning.isEmpty() || (isIntel && !isIntels(meaning.get()))) {
            return List.of(); // Intel knows nothing of simulated hardware
        }
        return switch (meaning.get()) {
            case Meaning.RootList _ -> get(id, rootCrlHttp, rootCrl, Optional.empty());
            case Meaning.PckList list ->
                    get(
                            id,
                            "/sgx/certification/v4/pckcrl?ca="
                                    + (list.platformCa() ? "platform" : "processor")
                                    + "&encoding=der",
                            "sgx-pck-crl-issuer-chain");
            case Meaning.TcbDocument tcb ->
                    get(
                            id,
                            tee(tcb.tdx())
                                    + "/tcb?fmspc="
                                    + tcb.fmspc()
                                    + "&update="
                                    + update.parameter,
                            "tcb-info-issuer-chain");
            case Meaning.QeDocument qe ->
                    get(
                            id,
                            tee(qe.tdx()) + "/qe/identity?update=" + update.parameter,
                            "sgx-enclave-identity-issuer-chain");
        };
    }

    private static boolean isIntels(Meaning meaning) {
        return meaning.ids().equals(IntelDocumentIds.ofIntel());
    }

    private List<Document> get(DocumentId id, String path, String chainHeader)
            throws SourceException {
        return get(id, http, URI.create(base + path), Optional.of(chainHeader));
    }

    private static List<Document> get(
            DocumentId id, BoundedHttp from, URI address, Optional<String> chainHeader)
            throws SourceException {
        return switch (from.get(address, Document.MAX_BODY)) {
            case HttpAnswer.Ok answer -> List.of(document(id, address, answer, chainHeader));
            case HttpAnswer.NotThere _ -> List.of();
            case HttpAnswer.Failed(String reason) -> throw new SourceException(reason);
        };
    }

    private static Document document(
            DocumentId id, URI address, HttpAnswer.Ok answer, Optional<String> chainHeader)
            throws SourceException {
        String chain = "";
        if (chainHeader.isPresent()) {
            String encoded =
                    answer.header(chainHeader.get())
                            .orElseThrow(() ->
                                    new SourceException(
                                            address + " answers without " + chainHeader.get()));
            try {
                chain = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw new SourceException(address + " answers with a chain that can't be read");
            }
        }
        try {
            return new Document(id, chain, answer.body());
        } catch (IllegalArgumentException e) {
            throw new SourceException(address + ": " + e.getMessage());
        }
    }

    private static String tee(boolean tdx) {
        return tdx ? "/tdx/certification/v4" : "/sgx/certification/v4";
    }
}
