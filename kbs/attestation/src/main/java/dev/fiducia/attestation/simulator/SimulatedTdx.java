package dev.fiducia.attestation.simulator;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;

/// A simulated TDX platform: its certified key (PCK), and a quoting enclave with a key of its own.
///
/// Nothing protects its keys, so only a test or a demonstration may trust its root.
public final class SimulatedTdx {

    private static final String KEY = "pck-key.pem";
    private static final String CHAIN = "pck-chain.pem";
    private static final String ROOT = "root.pem";
    private static final String COLLATERAL = "collateral.json";

    private final CryptoSuite crypto;
    private final KeyPair pck;
    private final String chainPem;
    private final KeyPair attestationKey;

    SimulatedTdx(CryptoSuite crypto, KeyPair pck, String chainPem) {
        this.crypto = crypto;
        this.pck = pck;
        this.chainPem = chainPem;
        this.attestationKey = crypto.generateEc(EcCurve.P256);
    }

    /// The platform whose identity is in a directory, made there with its vendor's root
    /// (`root.pem`) and collateral (`collateral/collateral.json`) when the directory has none.
    public static SimulatedTdx openOrCreate(Path directory, Instant now, CryptoSuite crypto)
            throws IOException {
        if (!Files.exists(directory.resolve(KEY))) {
            create(directory, now, crypto);
        }
        try {
            String chain = Files.readString(directory.resolve(CHAIN), StandardCharsets.US_ASCII);
            byte[] first = Pem.content(chain);
            String key = Files.readString(directory.resolve(KEY), StandardCharsets.US_ASCII);
            return new SimulatedTdx(
                    crypto,
                    new KeyPair(
                            crypto.ecPublicKey(
                                    crypto.certificate(first).getPublicKey().getEncoded()),
                            crypto.ecPrivateKey(Pem.content(key))),
                    chain);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "The simulated platform in " + directory + " is damaged: " + e.getMessage(), e);
        }
    }

    /// A quote to be filled in; its defaults are those of a TD without debug, of version 4.
    public SimulatedTdQuote quote() {
        return new SimulatedTdQuote(this, crypto);
    }

    /// A quote of an enclave on the same platform.
    public SimulatedSgxQuote enclaveQuote() {
        return new SimulatedSgxQuote(this, crypto);
    }

    KeyPair pck() {
        return pck;
    }

    KeyPair attestationKey() {
        return attestationKey;
    }

    String chainPem() {
        return chainPem;
    }

    /// The key is written last: with it the identity exists.
    private static void create(Path directory, Instant now, CryptoSuite crypto) throws IOException {
        SimulatedIntel vendor = SimulatedIntel.create(now, crypto);
        SimulatedTdx platform = vendor.platform();
        var owner = PosixFilePermissions.fromString("rwx------");
        Path collateral = directory.resolve("collateral");
        Files.createDirectories(collateral, PosixFilePermissions.asFileAttribute(owner));
        Files.writeString(directory.resolve(ROOT), vendor.rootPem());
        Files.writeString(collateral.resolve(COLLATERAL), vendor.collateral());
        Files.writeString(directory.resolve(CHAIN), platform.chainPem);
        Path key =
                Files.createFile(
                        directory.resolve(KEY),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, Pem.privateKey(platform.pck.getPrivate().getEncoded()));
    }
}
