package dev.fiducia.attestation.se;

import java.nio.file.Path;
import java.util.List;

/// How Secure Execution is set up. Every path is a file, or a directory whose files count; all are
/// read again when one of them changes.
///
/// @param hostKeys host key documents, one certificate each, PEM or DER
/// @param certificates IBM's signing keys and the authorities above them, PEM or DER
/// @param roots of those authorities: nothing else is trusted
/// @param revocationLists of all the issuers, the roots too, PEM or DER
/// @param imageHeader the image that guests have to run, or its header alone
public record SeConfig(
        List<Path> hostKeys,
        List<Path> certificates,
        List<Path> roots,
        List<Path> revocationLists,
        Path imageHeader) {

    public SeConfig {
        hostKeys = List.copyOf(hostKeys);
        certificates = List.copyOf(certificates);
        roots = List.copyOf(roots);
        revocationLists = List.copyOf(revocationLists);
    }
}
