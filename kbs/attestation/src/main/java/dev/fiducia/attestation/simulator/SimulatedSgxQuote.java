package dev.fiducia.attestation.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// An enclave's quote of version 3 in the making. Every setter returns the same builder.
public final class SimulatedSgxQuote {

    private static final byte[] INTEL = HexFormat.of().parseHex("939a7233f79c4ca9940a0db3957f0607");
    private static final int SGX_QE = 1;
    private static final int DEBUG = 2;

    private final SimulatedQuotingEnclave enclave;
    private final byte[] body = new byte[384];

    SimulatedSgxQuote(SimulatedTdx platform, CryptoSuite crypto) {
        this.enclave = SimulatedQuotingEnclave.of(platform, crypto, SGX_QE);
        put(48, new byte[] {5});
        put(64, SimulatedQuotingEnclave.bytes(32, 0x5E));
        put(128, SimulatedQuotingEnclave.bytes(32, 0x51));
    }

    /// REPORTDATA: padded with zeros to 64 bytes, as the enclave's attester does.
    public SimulatedSgxQuote reportData(byte[] data) {
        if (data.length > 64) {
            throw new IllegalArgumentException("SGX takes at most 64 bytes of report data");
        }
        return put(320, Arrays.copyOf(data, 64));
    }

    /// CONFIGID: the initdata digest, padded to 64 bytes.
    public SimulatedSgxQuote configId(byte[] digest) {
        return put(192, Arrays.copyOf(digest, 64));
    }

    /// ATTRIBUTES with the debug bit.
    public SimulatedSgxQuote debug() {
        body[48] |= DEBUG;
        return this;
    }

    /// The signed quote.
    public byte[] bytes() {
        ByteBuffer head = ByteBuffer.allocate(48 + body.length).order(ByteOrder.LITTLE_ENDIAN);
        head.putShort((short) 3).putShort((short) 2).putInt(0);
        head.putShort((short) 8).putShort((short) 13).put(INTEL).put(new byte[20]).put(body);
        return enclave.quote(head.array());
    }

    /// The evidence as the enclave's attester sends it.
    public ObjectNode evidence() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("quote", Base64.getEncoder().encodeToString(bytes()));
    }

    private SimulatedSgxQuote put(int offset, byte[] value) {
        System.arraycopy(value, 0, body, offset, value.length);
        return this;
    }
}
