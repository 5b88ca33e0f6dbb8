package dev.fiducia.ha.archive;

import dev.fiducia.ha.archive.ArchiveException.Reason;
import dev.fiducia.ha.file.OwnerOnly;
import dev.fiducia.ha.seal.SecretBytes;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// What an archive is encrypted and authenticated under: 256 random bits in a file that only its
/// owner may read, or a passphrase.
public sealed interface ArchiveKey extends AutoCloseable {

    /// Fewest characters of a passphrase that a new archive is made under.
    int MIN_PASSPHRASE = 16;

    /// The key of a file.
    record OfFile(SecretBytes secret) implements ArchiveKey {
        @Override
        public void close() {
            secret.close();
        }
    }

    /// A passphrase, as bytes of UTF-8.
    record OfPassphrase(SecretBytes passphrase) implements ArchiveKey {
        @Override
        public void close() {
            passphrase.close();
        }
    }

    @Override
    void close();

    /// Makes a key file; it must not exist.
    ///
    /// @throws ArchiveException if it exists or can't be written
    static void create(Path file) {
        byte[] key = new byte[ArchiveKeyFile.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            OwnerOnly.create(file, ArchiveKeyFile.text(key));
        } catch (IOException e) {
            throw new ArchiveException(
                    Reason.UNUSABLE_KEY, "no key is made at " + file + ": " + e, e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /// Reads a key file.
    ///
    /// @throws ArchiveException if others may read it, or it is no key file
    static ArchiveKey ofFile(Path file) {
        return new OfFile(ArchiveKeyFile.read(file));
    }

    /// Reads a passphrase from a file that only its owner may read; one line feed at its end is not
    /// part of it.
    static ArchiveKey ofPassphraseFile(Path file) {
        return new OfPassphrase(ArchiveKeyFile.passphrase(file));
    }

    /// The key of one archive.
    ///
    /// @param salt random, of this archive alone
    default SecretKey derive(ArchiveHeader header, byte[] salt) {
        byte[] secret =
                switch (this) {
                    case OfFile(SecretBytes key) -> key.use(byte[]::clone);
                    case OfPassphrase(SecretBytes phrase) ->
                            phrase.use(bytes -> argon2id(bytes, salt, header));
                };
        byte[] info = "fiducia/archive/1/payload".getBytes(StandardCharsets.US_ASCII);
        try {
            byte[] key =
                    KDF.getInstance("HKDF-SHA256", "SunJCE")
                            .deriveData(
                                    HKDFParameterSpec.ofExtract()
                                            .addIKM(secret)
                                            .addSalt(salt)
                                            .thenExpand(info, ArchiveKeyFile.KEY_BYTES));
            return new SecretKeySpec(key, "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF-SHA256 does not work in this runtime", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static byte[] argon2id(byte[] passphrase, byte[] salt, ArchiveHeader header) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(header.memoryKiB())
                        .withIterations(header.iterations())
                        .withParallelism(header.lanes())
                        .withSalt(salt)
                        .build());
        byte[] key = new byte[ArchiveKeyFile.KEY_BYTES];
        generator.generateBytes(passphrase, key);
        return key;
    }
}
