package dev.fiducia.attestation.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.snp.SnpProduct;
import dev.fiducia.attestation.snp.SnpTcb;
import dev.fiducia.attestation.snp.VekType;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A report in the making. Every setter returns the same builder; each call of [#bytes()] signs
/// anew.
public final class SimulatedReport {

    private static final int LENGTH = 1184;
    private static final int SIGNED = 672;
    private static final int SIGNATURE_PART = 72;
    private static final int SCALAR = 48;

    /// SMT allowed, and bit 17, which is always one.
    private static final long DEFAULT_POLICY = 0x3_0000;

    /// SMT and ECC are on, and the alias check was done.
    private static final long DEFAULT_PLATFORM = 0x25;

    private final SimulatedSnp processor;
    private int version = 3;
    private int guestSvn;
    private long policy = DEFAULT_POLICY;
    private long platform = DEFAULT_PLATFORM;
    private int vmpl;
    private int signatureAlgorithm = 1;
    private int keyInfo;
    private int cpuFamily;
    private int cpuModel;
    private SnpTcb reportedTcb;
    private byte[] reportData = new byte[64];
    private byte[] hostData = new byte[32];
    private byte[] measurement = new byte[48];
    private byte[] chipId;

    SimulatedReport(SimulatedSnp processor) {
        this.processor = processor;
        this.reportedTcb = processor.tcb();
        this.chipId = processor.chipId();
        this.keyInfo = processor.endorsed().type() == VekType.VLEK ? 1 << 2 : 0;
        this.cpuFamily = processor.product() == SnpProduct.TURIN ? 0x1A : 0x19;
        this.cpuModel =
                switch (processor.product()) {
                    case MILAN -> 0x01;
                    case GENOA -> 0x11;
                    case TURIN -> 0x02;
                };
    }

    /// REPORT_DATA: padded with zeros to 64 bytes, as the guest's attester does.
    public SimulatedReport reportData(byte[] data) {
        this.reportData = fit("report data", data, 64);
        return this;
    }

    /// HOST_DATA: the initdata digest, cut or padded to 32 bytes, as the host does.
    public SimulatedReport hostData(byte[] digest) {
        this.hostData = Arrays.copyOf(digest, 32);
        return this;
    }

    /// MEASUREMENT: the launch digest of 48 bytes.
    public SimulatedReport measurement(byte[] digest) {
        this.measurement = fit("measurement", digest, 48);
        return this;
    }

    /// The guest policy's bits.
    public SimulatedReport policy(long bits) {
        this.policy = bits;
        return this;
    }

    /// The platform information's bits.
    public SimulatedReport platform(long bits) {
        this.platform = bits;
        return this;
    }

    /// The layout's version.
    public SimulatedReport version(int number) {
        this.version = number;
        return this;
    }

    /// The guest's security version.
    public SimulatedReport guestSvn(int number) {
        this.guestSvn = number;
        return this;
    }

    /// The privilege level that asked for the report.
    public SimulatedReport vmpl(int level) {
        this.vmpl = level;
        return this;
    }

    SimulatedReport signatureAlgorithm(int number) {
        this.signatureAlgorithm = number;
        return this;
    }

    SimulatedReport keyInfo(int bits) {
        this.keyInfo = bits;
        return this;
    }

    SimulatedReport cpu(int family, int model) {
        this.cpuFamily = family;
        this.cpuModel = model;
        return this;
    }

    SimulatedReport reportedTcb(SnpTcb tcb) {
        this.reportedTcb = tcb;
        return this;
    }

    /// CHIP_ID, where it shall not be the processor's own: zeros for a platform that hides it.
    public SimulatedReport chipId(byte[] id) {
        this.chipId = fit("chip id", id, 64);
        return this;
    }

    /// The signed report.
    public byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0x000, version);
        out.putInt(0x004, guestSvn);
        out.putLong(0x008, policy);
        out.putInt(0x030, vmpl);
        out.putInt(0x034, signatureAlgorithm);
        out.put(0x038, processor.tcb().encode());
        out.putLong(0x040, platform);
        out.putInt(0x048, keyInfo);
        out.put(0x050, reportData);
        out.put(0x090, measurement);
        out.put(0x0C0, hostData);
        Arrays.fill(
                out.array(),
                0x160,
                0x180,
                (byte) 0xFF); // REPORT_ID_MA of a guest without migration agent
        out.put(0x180, reportedTcb.encode());
        if (version > 2) {
            out.put(0x188, (byte) cpuFamily).put(0x189, (byte) cpuModel).put(0x18A, (byte) 1);
        }
        out.put(0x1A0, chipId);
        out.put(0x1E0, processor.tcb().encode());
        out.put(0x1E8, new byte[] {40, 55, 1, 0, 40, 55, 1, 0});
        out.put(0x1F0, processor.tcb().encode());
        byte[] signature =
                processor
                        .crypto()
                        .signEcdsaRaw(
                                processor.endorsed().keys().getPrivate(),
                                HashAlgorithm.SHA384,
                                Arrays.copyOf(out.array(), SIGNED));
        for (int i = 0; i < SCALAR; i++) {
            out.put(SIGNED + i, signature[SCALAR - 1 - i]);
            out.put(SIGNED + SIGNATURE_PART + i, signature[2 * SCALAR - 1 - i]);
        }
        return out.array();
    }

    /// The evidence as the guest's attester sends it, with the certificates that a host would have.
    public ObjectNode evidence() {
        return SimulatedEvidence.of(bytes(), processor.endorsed());
    }

    /// The evidence where the host has no certificates: the verifier has to find them.
    public ObjectNode evidenceWithoutCertificates() {
        return SimulatedEvidence.of(bytes()).putNull("cert_chain");
    }

    private static byte[] fit(String what, byte[] value, int length) {
        if (value.length > length) {
            throw new IllegalArgumentException(
                    "The " + what + " has " + value.length + " bytes, " + length + " fit");
        }
        return Arrays.copyOf(value, length);
    }
}
