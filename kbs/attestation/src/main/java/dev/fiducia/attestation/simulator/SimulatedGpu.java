package dev.fiducia.attestation.simulator;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/// A simulated GPU of NVIDIA's Hopper architecture, below a root of its own.
///
/// Nothing protects its key, so only a test or a demonstration may trust its root.
public final class SimulatedGpu {

    private static final String KEY = "gpu-key.pem";
    private static final String CHAIN = "gpu-chain.pem";
    private static final String ROOT = "root.pem";
    private static final Duration LIFE = Duration.ofDays(3650);

    private final KeyPair keys;
    private final String chainPem;
    private final CryptoSuite crypto;

    SimulatedGpu(KeyPair keys, String chainPem, CryptoSuite crypto) {
        this.keys = keys;
        this.chainPem = chainPem;
        this.crypto = crypto;
    }

    /// A GPU of a new vendor.
    public static SimulatedGpu create(Instant now, CryptoSuite crypto) {
        return below(vendor(now, crypto), crypto);
    }

    /// The GPU whose identity is in a directory, made there with its vendor's root (`root.pem`)
    /// when the directory has none.
    public static SimulatedGpu openOrCreate(Path directory, Instant now, CryptoSuite crypto)
            throws IOException {
        if (!Files.exists(directory.resolve(KEY))) {
            create(directory, now, crypto);
        }
        try {
            String chain = Files.readString(directory.resolve(CHAIN), StandardCharsets.US_ASCII);
            X509Certificate leaf = crypto.certificate(Pem.content(chain));
            String key = Files.readString(directory.resolve(KEY), StandardCharsets.US_ASCII);
            return new SimulatedGpu(
                    new KeyPair(
                            crypto.ecPublicKey(leaf.getPublicKey().getEncoded()),
                            crypto.ecPrivateKey(Pem.content(key))),
                    chain,
                    crypto);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "The simulated GPU in " + directory + " is damaged: " + e.getMessage(), e);
        }
    }

    /// A report to be filled in.
    public SimulatedGpuReport report() {
        return new SimulatedGpuReport(this, crypto);
    }

    /// The root below which it is, PEM.
    public String rootPem() {
        return chainPem.substring(chainPem.lastIndexOf("-----BEGIN"));
    }

    String chainPem() {
        return chainPem;
    }

    KeyPair keys() {
        return keys;
    }

    static byte[] firmwareId(CryptoSuite crypto) {
        return crypto.digest(
                HashAlgorithm.SHA384, "simulated GPU firmware".getBytes(StandardCharsets.US_ASCII));
    }

    static SimulatedDeviceAuthority vendor(Instant now, CryptoSuite crypto) {
        return SimulatedDeviceAuthority.root(
                "Simulated device identity root",
                new SimulatedCertificate.Validity(now.minus(Duration.ofDays(1)), now.plus(LIFE)),
                crypto);
    }

    static SimulatedGpu below(SimulatedDeviceAuthority root, CryptoSuite crypto) {
        SimulatedDeviceAuthority intermediate = root.intermediate("Simulated GPU authority");
        KeyPair keys = crypto.generateEc(EcCurve.P384);
        X509Certificate leaf =
                intermediate.issue("Simulated GPU", keys.getPublic(), firmwareId(crypto));
        return new SimulatedGpu(
                keys,
                Pem.certificates(leaf, intermediate.certificate(), root.certificate()),
                crypto);
    }

    /// The key is written last: with it the identity exists.
    private static void create(Path directory, Instant now, CryptoSuite crypto) throws IOException {
        Files.createDirectories(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        SimulatedGpu gpu = create(now, crypto);
        Files.writeString(directory.resolve(ROOT), gpu.rootPem());
        Files.writeString(directory.resolve(CHAIN), gpu.chainPem);
        Path key =
                Files.createFile(
                        directory.resolve(KEY),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, Pem.privateKey(gpu.keys.getPrivate().getEncoded()));
    }
}
