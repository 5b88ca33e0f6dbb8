package dev.fiducia.attestation.simulator;

import dev.fiducia.attestation.evidence.PemCertificates;
import dev.fiducia.attestation.snp.SnpProduct;
import dev.fiducia.attestation.snp.SnpTcb;
import dev.fiducia.attestation.snp.VekType;
import dev.fiducia.crypto.CryptoSuite;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;

/// A simulated SNP processor that signs genuine reports about guests that don't exist.
///
/// Nothing protects its key, so only a test or a demonstration may trust its root.
public final class SimulatedSnp {

    static final int CHIP_ID_LENGTH = 64;

    private final CryptoSuite crypto;
    private final SnpProduct product;
    private final Endorsed endorsed;
    private final byte[] chipId;
    private final SnpTcb tcb;

    /// The endorsement key and what stands behind it.
    record Endorsed(
            VekType type,
            KeyPair keys,
            X509Certificate vek,
            X509Certificate intermediate,
            X509Certificate ark) {}

    SimulatedSnp(
            CryptoSuite crypto, SnpProduct product, Endorsed endorsed, byte[] chipId, SnpTcb tcb) {
        this.crypto = crypto;
        this.product = product;
        this.endorsed = endorsed;
        this.chipId = chipId.clone();
        this.tcb = tcb;
    }

    /// A Milan with a random chip id, under a new vendor of its own.
    public static SimulatedSnp milan(Instant now, CryptoSuite crypto) {
        return create(SnpProduct.MILAN, now, crypto);
    }

    /// A Genoa with a random chip id, under a new vendor of its own.
    public static SimulatedSnp genoa(Instant now, CryptoSuite crypto) {
        return create(SnpProduct.GENOA, now, crypto);
    }

    /// A Turin with a random chip id, under a new vendor of its own.
    public static SimulatedSnp turin(Instant now, CryptoSuite crypto) {
        return create(SnpProduct.TURIN, now, crypto);
    }

    /// The processor whose identity is in a directory, made there as a Milan when the directory has
    /// none.
    ///
    /// The directory and its files are for their owner alone; `roots.pem` is what a service is
    /// configured with.
    public static SimulatedSnp openOrCreate(Path directory, Instant now, CryptoSuite crypto)
            throws IOException {
        if (SimulatedIdentity.exists(directory)) {
            return SimulatedIdentity.load(directory, crypto);
        }
        SimulatedSnp processor = milan(now, crypto);
        processor.save(directory);
        return processor;
    }

    /// Keeps the identity in a directory; the vendor's own keys are not kept.
    public void save(Path directory) throws IOException {
        SimulatedIdentity.save(this, directory);
    }

    /// ARK and intermediate, for the configuration of a service that shall trust this processor.
    public String rootsPem() {
        return Pem.certificates(endorsed.ark(), endorsed.intermediate());
    }

    /// The certificate of its key, DER, as AMD's key distribution service answers.
    public byte[] endorsement() {
        return PemCertificates.der(endorsed.vek());
    }

    /// The processor's generation.
    public SnpProduct product() {
        return product;
    }

    /// A report to be filled in; its defaults are those of a guest without debug, of version 3.
    public SimulatedReport report() {
        return new SimulatedReport(this);
    }

    CryptoSuite crypto() {
        return crypto;
    }

    Endorsed endorsed() {
        return endorsed;
    }

    byte[] chipId() {
        return chipId.clone();
    }

    SnpTcb tcb() {
        return tcb;
    }

    private static SimulatedSnp create(SnpProduct product, Instant now, CryptoSuite crypto) {
        SnpTcb tcb =
                switch (product) {
                    case MILAN -> new SnpTcb(SnpTcb.Layout.CLASSIC, 0, 4, 0, 24, 219);
                    case GENOA -> new SnpTcb(SnpTcb.Layout.CLASSIC, 0, 10, 0, 23, 84);
                    case TURIN -> new SnpTcb(SnpTcb.Layout.TURIN, 1, 1, 1, 4, 76);
                };
        byte[] chipId = new byte[CHIP_ID_LENGTH];
        byte[] random = crypto.randomBytes(product.hardwareIdLength());
        System.arraycopy(random, 0, chipId, 0, random.length);
        return SimulatedAmd.create(product, now, crypto).chip(chipId, tcb, now);
    }
}
