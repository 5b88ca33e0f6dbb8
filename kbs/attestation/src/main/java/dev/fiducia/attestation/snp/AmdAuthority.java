package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.collateral.Document;
import dev.fiducia.attestation.collateral.DocumentAuthority;
import dev.fiducia.attestation.collateral.DocumentId;
import dev.fiducia.attestation.collateral.Facts;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.snp.AmdDocumentIds.Meaning;
import dev.fiducia.crypto.CryptoSuite;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Tells AMD's genuine documents: certificates of the chip and levels that the id names, and lists
/// of what a root revoked.
public final class AmdAuthority implements DocumentAuthority {

    private final SnpAnchors anchors;
    private final VekChains chains;
    private final CryptoSuite crypto;

    AmdAuthority(SnpAnchors anchors, CryptoSuite crypto) {
        this.anchors = anchors;
        this.chains = new VekChains(anchors, crypto);
        this.crypto = crypto;
    }

    /// @param extraRoots PEM files with roots beside AMD's own
    /// @throws SnpSetupException when one can't be used
    public static AmdAuthority create(List<Path> extraRoots, CryptoSuite crypto)
            throws SnpSetupException {
        return new AmdAuthority(SnpAnchors.load(extraRoots, crypto), crypto);
    }

    /// The id of what AMD's own root of a product revoked.
    ///
    /// @throws SnpSetupException when the roots can't be used
    public static DocumentId revocations(SnpProduct product, CryptoSuite crypto)
            throws SnpSetupException {
        SnpAnchor root = SnpAnchors.load(List.of(), crypto).of(product).getFirst();
        return AmdDocumentIds.crl(root, crypto);
    }

    @Override
    public boolean isFor(DocumentId id) {
        return AmdDocumentIds.meaning(id).isPresent();
    }

    @Override
    public Facts check(Document document, Function<DocumentId, Optional<Document>> held)
            throws RefusedException {
        Meaning meaning = AmdDocumentIds.meaning(document.id()).orElseThrow(AmdAuthority::unknown);
        return switch (meaning) {
            case Meaning.Vcek vcek -> vcek(document, vcek.request());
            case Meaning.Revocations crl -> crl(document, crl);
        };
    }

    private Facts vcek(Document document, VcekRequest request) throws RefusedException {
        X509Certificate vcek = SnpCertificates.parse(document.body(), crypto, document.id().name());
        VekChain chain =
                chains.build(
                        request.product(),
                        new PresentedCertificates(
                                Optional.empty(), Optional.empty(), vcek, VekType.VCEK));
        VekExtensions said = chain.extensions();
        SnpTcb asked = request.tcb();
        boolean isAsked =
                said.hardwareId()
                                .map(HexFormat.of()::formatHex)
                                .filter(request.hardwareId()::equals)
                                .isPresent()
                        && said.microcode() == asked.microcode()
                        && said.snp() == asked.snp()
                        && said.tee() == asked.tee()
                        && said.bootloader() == asked.bootloader()
                        && (asked.fmcLevel().isEmpty() || said.fmc().orElse(-1) == asked.fmc());
        if (!isAsked) {
            throw RefusedException.of(
                    "snp-endorsement-mismatch",
                    "The VCEK is for another chip, or other firmware levels");
        }
        Instant from = Instant.MIN;
        Instant until = Instant.MAX;
        for (X509Certificate certificate : chain.certificates()) {
            Instant start = certificate.getNotBefore().toInstant();
            Instant end = certificate.getNotAfter().toInstant();
            from = start.isAfter(from) ? start : from;
            until = end.isBefore(until) ? end : until;
        }
        return new Facts(BigInteger.ZERO, from, until);
    }

    private Facts crl(Document document, Meaning.Revocations list) throws RefusedException {
        for (SnpAnchor anchor : anchors.of(list.product())) {
            if (AmdDocumentIds.root(anchor, crypto).equals(list.root())) {
                AmdRevocationList crl = AmdRevocationList.read(document.body(), anchor, crypto);
                return new Facts(crl.number(), crl.thisUpdate(), crl.nextUpdate());
            }
        }
        throw RefusedException.of("snp-root-untrusted", "The root that the id names isn't trusted");
    }

    private static RefusedException unknown() {
        return RefusedException.of("snp-endorsement-mismatch", "The id is none of AMD's");
    }
}
