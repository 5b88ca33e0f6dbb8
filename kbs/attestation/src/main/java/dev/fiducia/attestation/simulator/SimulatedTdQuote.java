package dev.fiducia.attestation.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A TD quote in the making. Every setter returns the same builder; each call of [#bytes()] signs
/// anew.
public final class SimulatedTdQuote {

    private static final byte[] INTEL = HexFormat.of().parseHex("939a7233f79c4ca9940a0db3957f0607");
    private static final int TD_10 = 584;
    private static final int TD_15 = 648;
    private static final int TDX_QE = 2;

    private final SimulatedTdx platform;
    private final CryptoSuite crypto;
    private int version = 4;
    private boolean isTd15;
    private SimulatedQuotingEnclave enclave;
    private final byte[] body = new byte[TD_15];

    SimulatedTdQuote(SimulatedTdx platform, CryptoSuite crypto) {
        this.platform = platform;
        this.crypto = crypto;
        this.enclave = SimulatedQuotingEnclave.of(platform, crypto, TDX_QE);
        teeSvn(3, 0).put(120, HexFormat.of().parseHex("0000001000000000"));
        put(128, HexFormat.of().parseHex("e742060000000000"));
        put(136, SimulatedQuotingEnclave.bytes(48, 0x7D));
        put(584, Arrays.copyOf(body, 16));
    }

    /// REPORTDATA: padded with zeros to 64 bytes, as the guest's attester does.
    public SimulatedTdQuote reportData(byte[] data) {
        if (data.length > 64) {
            throw new IllegalArgumentException("TDX takes at most 64 bytes of report data");
        }
        return put(520, Arrays.copyOf(data, 64));
    }

    /// MRCONFIGID: the initdata digest, cut or padded to 48 bytes, as the host does.
    public SimulatedTdQuote mrConfigId(byte[] digest) {
        return put(184, Arrays.copyOf(digest, 48));
    }

    /// TDATTRIBUTES with the debug bit.
    public SimulatedTdQuote debug() {
        body[120] |= 1;
        return this;
    }

    /// RTMR 0 to 3.
    public SimulatedTdQuote rtmr(int number, byte[] value) {
        return put(328 + 48 * number, Arrays.copyOf(value, 48));
    }

    /// Version 4; or 5 with a body of TD 1.0 or, with a second TCB, of TD 1.5.
    public SimulatedTdQuote version(int number, boolean td15) {
        this.version = number;
        this.isTd15 = td15;
        return this;
    }

    /// TEE_TCB_SVN: SVN and version of the TDX module.
    SimulatedTdQuote teeSvn(int svn, int moduleVersion) {
        return put(0, new byte[] {(byte) svn, (byte) moduleVersion, 3});
    }

    /// TEE_TCB_SVN2, what runs now.
    SimulatedTdQuote teeSvn2(int svn, int moduleVersion) {
        return put(584, new byte[] {(byte) svn, (byte) moduleVersion, 3});
    }

    SimulatedTdQuote qe(int svn, int signer) {
        this.enclave =
                new SimulatedQuotingEnclave(
                        platform, crypto, svn, signer, TDX_QE, enclave.attestedKey());
        return this;
    }

    /// What the quoting enclave vouches for, in place of the key that signs.
    SimulatedTdQuote attestedKey(byte[] key) {
        this.enclave =
                new SimulatedQuotingEnclave(
                        platform, crypto, enclave.svn(), enclave.signer(), TDX_QE, key);
        return this;
    }

    SimulatedTdQuote put(int offset, byte[] value) {
        System.arraycopy(value, 0, body, offset, value.length);
        return this;
    }

    /// The signed quote.
    public byte[] bytes() {
        int length = isTd15 ? TD_15 : TD_10;
        ByteBuffer head =
                ByteBuffer.allocate(48 + (version == 5 ? 6 : 0) + length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        head.putShort((short) version).putShort((short) 2).putInt(0x81).putInt(0);
        head.put(INTEL).put(new byte[20]);
        if (version == 5) {
            head.putShort((short) (isTd15 ? 3 : 2)).putInt(length);
        }
        head.put(body, 0, length);
        return enclave.quote(head.array());
    }

    /// The evidence as the guest's attester sends it, without an event log.
    public ObjectNode evidence() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("quote", Base64.getEncoder().encodeToString(bytes()))
                .putNull("cc_eventlog");
    }

    /// The same with a log.
    ObjectNode evidence(byte[] eventLog) {
        return evidence().put("cc_eventlog", Base64.getEncoder().encodeToString(eventLog));
    }
}
