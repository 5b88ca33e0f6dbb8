package dev.fiducia.attestation.hygon;

import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds the certificates of a chip (HSK, CEK), and verifies them up to a root.
final class ChipCertificates {

    private static final int LENGTH = AuthorityCertificate.LENGTH + PlatformCertificate.LENGTH;

    private final List<Path> directories;
    private final HygonRoots roots;
    private final CryptoSuite crypto;

    private ChipCertificates(List<Path> directories, HygonRoots roots, CryptoSuite crypto) {
        this.directories = directories;
        this.roots = roots;
        this.crypto = crypto;
    }

    /// A chip's key, and below which root it is.
    record Chip(HygonKey cek, String root) {}

    static ChipCertificates create(HygonConfig config, CryptoSuite crypto)
            throws VerifierSetupException {
        return new ChipCertificates(
                config.certificates(), HygonRoots.load(config.extraRoots(), crypto), crypto);
    }

    /// The chip whose certificates lie in a file of a directory.
    ///
    /// @param file relative to the directories, made of characters that are safe in a path
    Chip find(Path file) throws RefusedException {
        for (Path directory : directories) {
            Optional<byte[]> both = read(directory.resolve(file));
            if (both.isPresent()) {
                return verified(both.get(), file);
            }
        }
        throw RefusedException.of(
                "hygon-certificate-missing",
                "There is no certificate of this chip: put "
                        + file
                        + " into a directory of verifier.hygon.certificates");
    }

    private Chip verified(byte[] both, Path file) throws RefusedException {
        if (both.length != LENGTH) {
            throw RefusedException.of(
                    "hygon-certificate-malformed",
                    "The file " + file + " has another length than HSK and CEK");
        }
        return verified(
                Arrays.copyOf(both, AuthorityCertificate.LENGTH),
                Arrays.copyOfRange(both, AuthorityCertificate.LENGTH, LENGTH));
    }

    /// Empty where there is no such file, or none that can be read: the next directory may have it.
    private static Optional<byte[]> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(in.readNBytes(LENGTH + 1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// The chip of these certificates.
    Chip verified(byte[] hsk, byte[] cek) throws RefusedException {
        AuthorityCertificate authority = AuthorityCertificate.parse(hsk, Usage.HSK, crypto);
        PlatformCertificate chip = PlatformCertificate.parse(cek, Usage.CEK, crypto);
        String root = roots.issuerOf(authority, crypto).name();
        if (!chip.isIssuedBy(authority.key(), crypto)) {
            throw RefusedException.of(
                    "hygon-chain-invalid", "The CEK certificate is not issued by the HSK");
        }
        return new Chip(chip.key(), root);
    }
}
