package dev.fiducia.app;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.launch.FileDigest;
import dev.fiducia.attestation.launch.firmware.FirmwareImage;
import dev.fiducia.crypto.CryptoSuite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Reads what guests are started with: firmware, kernels, initrds, all larger than other input.
final class Artefact {
    private Artefact() {}

    /// The whole file.
    static byte[] bytes(Path file, int limit) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(limit);
            if (bytes.length == limit && in.read() >= 0) {
                throw CommandFailure.failed(
                        file + " is larger than " + (limit >> 20) + " MiB: is it the right file?");
            }
            return bytes;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /// Firmware, whole.
    static FirmwareImage firmware(Path file) throws RefusedException {
        return FirmwareImage.parse(bytes(file, FirmwareImage.MAX_LENGTH));
    }

    /// Its beginning, where that is enough.
    static byte[] start(Path file, int length) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(length);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /// Its hashes, of a file of any length.
    static FileDigest digest(Path file, CryptoSuite crypto) throws RefusedException {
        try (InputStream in = Files.newInputStream(file)) {
            return FileDigest.of(in, crypto);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static CommandFailure unreadable(Path file, IOException e) {
        return e instanceof NoSuchFileException
                ? CommandFailure.failed("there is no file " + file)
                : CommandFailure.failed("can't read " + file + ": " + e.getMessage());
    }
}
