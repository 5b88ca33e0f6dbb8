package dev.fiducia.attestation.simulator;

import dev.fiducia.attestation.snp.SnpProduct;
import dev.fiducia.attestation.snp.SnpTcb;
import dev.fiducia.attestation.snp.VekType;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;

/// A vendor of simulated SNP processors: a root (ARK) and the intermediates that endorse its chips.
///
/// Certificates have the shape of AMD's but for the organisation, which says that they are
/// simulated, and the RSA keys, which are of 2048 bits so that a start takes a moment only.
public final class SimulatedAmd {

    private static final int RSA_BITS = 2048;
    private static final int VALID_YEARS = 25;

    private final CryptoSuite crypto;
    private final SnpProduct product;
    private final Authority ark;
    private final Authority ask;
    private final Authority asvk;

    private SimulatedAmd(
            CryptoSuite crypto, SnpProduct product, Authority ark, Authority ask, Authority asvk) {
        this.crypto = crypto;
        this.product = product;
        this.ark = ark;
        this.ask = ask;
        this.asvk = asvk;
    }

    /// A key with its certificate.
    record Authority(KeyPair keys, X509Certificate certificate) {}

    /// Makes new roots, valid from a day before now.
    public static SimulatedAmd create(SnpProduct product, Instant now, CryptoSuite crypto) {
        SimulatedCertificate.Validity validity = validity(now);
        String rootName = "ARK-" + product.label();
        KeyPair rootKeys = crypto.generateRsa(RSA_BITS);
        Authority ark =
                new Authority(
                        rootKeys,
                        SimulatedCertificate.of(rootName, rootKeys.getPublic(), validity)
                                .authority()
                                .issue(rootName, rootKeys.getPrivate(), crypto));
        Authority ask = intermediate(VekType.VCEK.issuerCommonName(product), ark, validity, crypto);
        Authority asvk =
                intermediate(VekType.VLEK.issuerCommonName(product), ark, validity, crypto);
        return new SimulatedAmd(crypto, product, ark, ask, asvk);
    }

    /// The generation of its chips.
    public SnpProduct product() {
        return product;
    }

    /// ARK, ASK and ASVK, for the configuration of a service that shall trust this vendor.
    public String rootsPem() {
        return Pem.certificates(ark.certificate(), ask.certificate(), asvk.certificate());
    }

    /// A chip of this vendor at a firmware level, endorsed for itself (VCEK).
    ///
    /// @param chipId the 64 bytes of CHIP_ID
    public SimulatedSnp chip(byte[] chipId, SnpTcb tcb, Instant now) {
        KeyPair keys = crypto.generateEc(EcCurve.P384);
        byte[] hardwareId = Arrays.copyOf(chipId, product.hardwareIdLength());
        X509Certificate vcek =
                vek(VekType.VCEK, keys.getPublic(), tcb, validity(now))
                        .hardwareId(hardwareId)
                        .issue(
                                VekType.VCEK.issuerCommonName(product),
                                ask.keys().getPrivate(),
                                crypto);
        return new SimulatedSnp(
                crypto,
                product,
                new SimulatedSnp.Endorsed(
                        VekType.VCEK, keys, vcek, ask.certificate(), ark.certificate()),
                chipId,
                tcb);
    }

    /// A chip whose provider loaded a key for many chips (VLEK); its reports carry no chip id.
    public SimulatedSnp cloudChip(String cspId, SnpTcb tcb, Instant now) {
        KeyPair keys = crypto.generateEc(EcCurve.P384);
        X509Certificate vlek =
                vek(VekType.VLEK, keys.getPublic(), tcb, validity(now))
                        .cspId(cspId)
                        .issue(
                                VekType.VLEK.issuerCommonName(product),
                                asvk.keys().getPrivate(),
                                crypto);
        return new SimulatedSnp(
                crypto,
                product,
                new SimulatedSnp.Endorsed(
                        VekType.VLEK, keys, vlek, asvk.certificate(), ark.certificate()),
                new byte[SimulatedSnp.CHIP_ID_LENGTH],
                tcb);
    }

    /// What the root revoked: nothing, or all that it issued.
    ///
    /// @param number of the list
    /// @return DER
    public byte[] revocations(boolean all, long number, Instant from, Instant until) {
        try {
            X509v2CRLBuilder builder =
                    new X509v2CRLBuilder(
                            X500Name.getInstance(
                                    ark.certificate().getSubjectX500Principal().getEncoded()),
                            Date.from(from));
            builder.setNextUpdate(Date.from(until));
            builder.addExtension(
                    Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
            if (all) {
                builder.addCRLEntry(
                        ask.certificate().getSerialNumber(),
                        Date.from(from),
                        CRLReason.cACompromise);
            }
            return builder.build(new PssSigner(ark.keys().getPrivate(), crypto)).getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("A CRL has no encoding", e);
        }
    }

    Authority ark() {
        return ark;
    }

    Authority ask() {
        return ask;
    }

    Authority asvk() {
        return asvk;
    }

    SimulatedCertificate vek(
            VekType type, PublicKey key, SnpTcb tcb, SimulatedCertificate.Validity validity) {
        return SimulatedCertificate.of(type.commonName(), key, validity).product(product).tcb(tcb);
    }

    static SimulatedCertificate.Validity validity(Instant now) {
        Instant from = now.minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        return new SimulatedCertificate.Validity(
                from, from.plus(365L * VALID_YEARS, ChronoUnit.DAYS));
    }

    private static Authority intermediate(
            String name,
            Authority root,
            SimulatedCertificate.Validity validity,
            CryptoSuite crypto) {
        KeyPair keys = crypto.generateRsa(RSA_BITS);
        String issuer = Pem.commonName(root.certificate());
        return new Authority(
                keys,
                SimulatedCertificate.of(name, keys.getPublic(), validity)
                        .authority()
                        .issue(issuer, root.keys().getPrivate(), crypto));
    }
}
