package dev.fiducia.attestation.nvidia;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A GPU's attestation report: GET_MEASUREMENTS as it was asked, MEASUREMENTS as it was answered
/// (DSP0274 1.1, sections 10.11.1 and 10.11.2), parsed and complete; nothing in it is believed
/// before its signature is.
///
/// The signature covers request and response up to itself. Bytes behind it, which some attesters
/// send, mean nothing.
final class SpdmReport {

    private static final String CODE = "nvidia-report-malformed";
    private static final int VERSION = 0x11;
    private static final int GET_MEASUREMENTS = 0xE0;
    private static final int MEASUREMENTS = 0x60;
    private static final int WITH_SIGNATURE = 1;
    private static final int ALL = 0xFF;
    private static final int DMTF = 1;
    private static final int NONCE_LENGTH = 32;
    static final int SIGNATURE_LENGTH = 96;

    private final byte[] nonce;
    private final SortedMap<Integer, byte[]> measurements;
    private final Map<OpaqueField, byte[]> opaque;
    private final byte[] signed;
    private final byte[] signature;

    private SpdmReport(
            byte[] nonce,
            SortedMap<Integer, byte[]> measurements,
            Map<OpaqueField, byte[]> opaque,
            byte[] signed,
            byte[] signature) {
        this.nonce = nonce;
        this.measurements = measurements;
        this.opaque = opaque;
        this.signed = signed;
        this.signature = signature;
    }

    static SpdmReport parse(byte[] bytes) throws RefusedException {
        ByteCursor in = ByteCursor.littleEndian(bytes, "report", CODE);
        byte[] nonce = request(in);
        SortedMap<Integer, byte[]> measurements = measurements(in);
        in.skip(NONCE_LENGTH); // the device's own
        Map<OpaqueField, byte[]> opaque = opaque(in);
        int length = in.position();
        byte[] signature = in.take(SIGNATURE_LENGTH);
        SpdmReport report =
                new SpdmReport(
                        nonce, measurements, opaque, Arrays.copyOf(bytes, length), signature);
        for (OpaqueField field :
                new OpaqueField[] {
                    OpaqueField.DRIVER_VERSION, OpaqueField.VBIOS_VERSION, OpaqueField.FWID
                }) {
            if (report.value(field).isEmpty()) {
                throw in.malformed("lacks the field " + field.claim());
            }
        }
        return report;
    }

    /// The nonce of whoever asked.
    byte[] nonce() {
        return nonce.clone();
    }

    /// The values by index, in ascending order.
    SortedMap<Integer, byte[]> measurements() {
        return measurements;
    }

    /// The fields of the opaque data.
    Map<OpaqueField, byte[]> opaque() {
        return opaque;
    }

    Optional<byte[]> value(OpaqueField field) {
        return Optional.ofNullable(opaque.get(field));
    }

    byte[] signed() {
        return signed.clone();
    }

    byte[] signature() {
        return signature.clone();
    }

    private static byte[] request(ByteCursor in) throws RefusedException {
        require(in, in.u8() == VERSION, "is not of SPDM 1.1");
        require(in, in.u8() == GET_MEASUREMENTS, "does not begin with GET_MEASUREMENTS");
        // Whoever asks for one measurement gets a report that is silent on the others.
        require(in, (in.u8() & WITH_SIGNATURE) != 0, "was not asked to be signed");
        require(in, in.u8() == ALL, "was not asked for all measurements");
        byte[] nonce = in.take(NONCE_LENGTH);
        in.skip(1); // the certificate slot: the chain comes with the evidence
        return nonce;
    }

    private static SortedMap<Integer, byte[]> measurements(ByteCursor in) throws RefusedException {
        require(in, in.u8() == VERSION, "answers in another version than SPDM 1.1");
        require(in, in.u8() == MEASUREMENTS, "does not answer with MEASUREMENTS");
        in.skip(2);
        int blocks = in.u8();
        int length = in.u8() | in.u8() << 8 | in.u8() << 16;
        int end = in.position() + length;
        require(in, length <= in.remaining(), "claims a record beyond its end");
        SortedMap<Integer, byte[]> values = new TreeMap<>();
        for (int i = 0; i < blocks; i++) {
            int index = in.u8();
            require(in, in.u8() == DMTF, "has a measurement of another form than DMTF's");
            int size = in.u16();
            in.skip(1); // the type of the value
            int valueSize = in.u16();
            require(in, size == valueSize + 3, "has a measurement of two sizes");
            require(
                    in,
                    values.put(index, in.take(valueSize)) == null,
                    "has the measurement " + index + " twice");
        }
        require(in, in.position() == end, "has a record of another length than its blocks");
        return values;
    }

    private static Map<OpaqueField, byte[]> opaque(ByteCursor in) throws RefusedException {
        int length = in.u16();
        require(in, length <= in.remaining(), "claims opaque data beyond its end");
        int end = in.position() + length;
        Map<OpaqueField, byte[]> fields = new EnumMap<>(OpaqueField.class);
        while (in.position() < end) {
            int type = in.u16();
            Optional<OpaqueField> field = OpaqueField.of(type);
            require(in, field.isPresent(), "has opaque data of the unknown type " + type);
            byte[] value = in.take(in.u16());
            require(
                    in,
                    fields.put(field.orElseThrow(), value) == null,
                    "has opaque data of type " + type + " twice");
        }
        require(in, in.position() == end, "has opaque data of another length than its fields");
        return fields;
    }

    private static void require(ByteCursor in, boolean holds, String otherwise)
            throws RefusedException {
        if (!holds) {
            throw in.malformed(otherwise);
        }
    }
}
