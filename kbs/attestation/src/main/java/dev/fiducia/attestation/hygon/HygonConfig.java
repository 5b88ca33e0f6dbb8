package dev.fiducia.attestation.hygon;

import java.nio.file.Path;
import java.util.List;

/// How the verifiers of CSV and DCU are set up.
///
/// @param certificates directories with certificates of chips: `<serial>/hsk_cek.cert` for CSV,
///   `<chip id>_hsk_cek.cert` for DCU, HSK and CEK one behind the other
/// @param extraRoots files with root certificates (HRK) beside Hygon's own, for simulated hardware
public record HygonConfig(List<Path> certificates, List<Path> extraRoots) {

    public HygonConfig {
        certificates = List.copyOf(certificates);
        extraRoots = List.copyOf(extraRoots);
    }
}
