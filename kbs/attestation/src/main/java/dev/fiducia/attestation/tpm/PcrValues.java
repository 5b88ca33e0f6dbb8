package dev.fiducia.attestation.tpm;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// The values of the 24 registers of the SHA-256 bank, in order.
///
/// As sent they are only a list: [TpmQuotes] says whether a quote covers them.
public final class PcrValues {

    /// Registers of a PC client's TPM.
    public static final int COUNT = 24;

    /// Bytes of a register of the SHA-256 bank.
    public static final int LENGTH = 32;

    private final List<byte[]> values;

    private PcrValues(List<byte[]> values) {
        this.values = List.copyOf(values);
    }

    /// Reads `[hex, …]`, or `[[bytes], …]` of early evidence.
    public static PcrValues parse(JsonPlace json) throws RefusedException {
        List<byte[]> values = new ArrayList<>();
        for (JsonPlace entry : json.elementsUpTo(COUNT)) {
            byte[] value =
                    entry.node().isArray() ? entry.byteArrayUpTo(LENGTH) : entry.hexUpTo(LENGTH);
            if (value.length != LENGTH) {
                throw entry.refused("is not a value of the SHA-256 bank");
            }
            values.add(value);
        }
        if (values.size() != COUNT) {
            throw json.refused("has " + values.size() + " values, not " + COUNT);
        }
        return new PcrValues(values);
    }

    /// One register's value.
    public byte[] value(int register) {
        return values.get(register).clone();
    }

    /// One register's value in hexadecimal.
    public String hex(int register) {
        return HexFormat.of().formatHex(values.get(register));
    }

    /// Puts `pcr00` to `pcr23`, in hexadecimal, into claims.
    public void claim(ObjectNode claims) {
        for (int register = 0; register < COUNT; register++) {
            claims.put(String.format("pcr%02d", register), hex(register));
        }
    }

    /// All values, one after the other.
    byte[] concatenated() {
        byte[] all = new byte[COUNT * LENGTH];
        for (int register = 0; register < COUNT; register++) {
            System.arraycopy(values.get(register), 0, all, register * LENGTH, LENGTH);
        }
        return all;
    }
}
