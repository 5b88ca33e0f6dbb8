package dev.fiducia.attestation.tpm;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.evidence.SmallFile;
import dev.fiducia.crypto.CryptoSuite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The attestation keys that the operator vouches for.
final class TrustedKeys {

    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]*+)-----END PUBLIC KEY-----");

    private final List<AttestationKey> keys;

    private TrustedKeys(List<AttestationKey> keys) {
        this.keys = List.copyOf(keys);
    }

    static TrustedKeys load(List<Path> files, CryptoSuite crypto) throws TpmSetupException {
        List<AttestationKey> keys = new ArrayList<>();
        for (Path file : files) {
            keys.addAll(read(file, crypto));
        }
        return new TrustedKeys(keys);
    }

    void require(AttestationKey key) throws RefusedException {
        if (keys.stream().noneMatch(key::isSameAs)) {
            throw RefusedException.of(
                    "tpm-key-untrusted",
                    "The attestation key is none that the configuration names, so nothing says that"
                            + " it lives in a TPM");
        }
    }

    private static List<AttestationKey> read(Path file, CryptoSuite crypto)
            throws TpmSetupException {
        List<AttestationKey> keys = new ArrayList<>();
        try {
            String text =
                    new String(SmallFile.read(file, MAX_FILE_BYTES), StandardCharsets.US_ASCII);
            Matcher blocks = PEM.matcher(text);
            while (blocks.find()) {
                byte[] encoded = Base64.getMimeDecoder().decode(blocks.group(1));
                keys.add(AttestationKey.parse(encoded, crypto));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new TpmSetupException(
                    "TPM attestation keys " + file + " can't be read: " + e.getMessage(), e);
        } catch (RefusedException e) {
            throw new TpmSetupException(
                    "TPM attestation keys " + file + ": " + e.refusal().message(), e);
        }
        if (keys.isEmpty()) {
            throw new TpmSetupException(
                    "TPM attestation keys " + file + ": holds no PEM block PUBLIC KEY");
        }
        return keys;
    }
}
