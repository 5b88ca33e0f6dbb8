package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.collateral.DocumentId;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// Names AMD's documents: `amd/Milan/vek/<hardware id>/<firmware levels>` for certificates of
/// chips, `amd/Milan/crl/<root>` for what a root revoked, the root by the first digits of its
/// certificate's SHA-256.
final class AmdDocumentIds {

    private static final String VENDOR = "amd";
    private static final int ROOT_DIGITS = 16;
    private static final Pattern HEX = Pattern.compile("([0-9a-f]{2})+");

    private AmdDocumentIds() {}

    /// What an id stands for.
    sealed interface Meaning {

        SnpProduct product();

        record Vcek(VcekRequest request) implements Meaning {

            @Override
            public SnpProduct product() {
                return request.product();
            }
        }

        record Revocations(SnpProduct product, String root) implements Meaning {}
    }

    static DocumentId vcek(VcekRequest request) {
        return new DocumentId(
                VENDOR
                        + "/"
                        + request.product().label()
                        + "/vek/"
                        + request.hardwareId()
                        + "/"
                        + HexFormat.of().formatHex(request.tcb().encode()));
    }

    static DocumentId crl(SnpAnchor anchor, CryptoSuite crypto) {
        return new DocumentId(
                VENDOR + "/" + anchor.product().label() + "/crl/" + root(anchor, crypto));
    }

    static String root(SnpAnchor anchor, CryptoSuite crypto) {
        return anchor.fingerprint(crypto).substring(0, ROOT_DIGITS);
    }

    static Optional<Meaning> meaning(DocumentId id) {
        String[] parts = id.parts();
        if (parts.length < 4 || !parts[0].equals(VENDOR)) {
            return Optional.empty();
        }
        for (SnpProduct product : SnpProduct.values()) {
            if (product.label().equals(parts[1])) {
                return parts.length == 5 && parts[2].equals("vek")
                        ? vcek(product, parts[3], parts[4])
                        : parts.length == 4 && parts[2].equals("crl")
                                ? Optional.of(new Meaning.Revocations(product, parts[3]))
                                : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<Meaning> vcek(SnpProduct product, String chip, String levels) {
        if (chip.length() != 2 * product.hardwareIdLength()
                || levels.length() != 2 * SnpTcb.LENGTH
                || !HEX.matcher(chip).matches()
                || !HEX.matcher(levels).matches()) {
            return Optional.empty();
        }
        SnpTcb.Layout layout =
                product == SnpProduct.TURIN ? SnpTcb.Layout.TURIN : SnpTcb.Layout.CLASSIC;
        try {
            SnpTcb tcb = SnpTcb.read(HexFormat.of().parseHex(levels), 0, layout);
            return Optional.of(new Meaning.Vcek(new VcekRequest(product, chip, tcb)));
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }
}
