package dev.fiducia.attestation.snp;

import java.util.Locale;
import java.util.Optional;

/// The processor generations that AMD endorses under one root each.
///
/// Bergamo and Siena are Genoa here: they have models of their own, but the certificates of Genoa.
public enum SnpProduct {
    MILAN("Milan", 64),
    GENOA("Genoa", 64),
    TURIN("Turin", 8);

    static final int FAMILY_19 = 0x19;
    static final int FAMILY_1A = 0x1A;

    private final String label;
    private final int hardwareIdLength;

    SnpProduct(String label, int hardwareIdLength) {
        this.label = label;
        this.hardwareIdLength = hardwareIdLength;
    }

    /// The product of a processor by its CPUID family and model (both with the extended part
    /// added).
    public static Optional<SnpProduct> ofCpuid(int family, int model) {
        if (family == FAMILY_19 && model <= 0x0F) {
            return Optional.of(MILAN);
        }
        if (family == FAMILY_19 && (model <= 0x1F || (model >= 0xA0 && model <= 0xAF))) {
            return Optional.of(GENOA);
        }
        if (family == FAMILY_1A && model <= 0x11) {
            return Optional.of(TURIN);
        }
        return Optional.empty();
    }

    /// The name in certificates and in addresses of AMD's key distribution service: `Milan`.
    public String label() {
        return label;
    }

    /// How many leading bytes of CHIP_ID identify the chip, in its certificate and towards AMD.
    public int hardwareIdLength() {
        return hardwareIdLength;
    }

    String fileName() {
        return "amd-" + label.toLowerCase(Locale.ROOT) + ".pem";
    }
}
