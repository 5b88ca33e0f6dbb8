package dev.fiducia.attestation.hygon;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A CSV report of version 1 or 2; nothing in it is believed before its signature is.
///
/// Version 1 is signed as it travels, masked with a number beside it (`anonce`); its fields are
/// those below the mask.
///
/// @param fields the report without the mask
/// @param signed what is signed
@SuppressWarnings("ArrayRecordComponent") // never changed nor compared
record CsvReport(int version, byte[] fields, byte[] signed, byte[] signature) {

    private static final String CODE = "csv-report-malformed";
    private static final int DATA = 4096;
    private static final byte[] EXTENDED = "ATTESTATION_EXT\0".getBytes(StandardCharsets.US_ASCII);
    private static final int MASKED = 188;
    private static final int SIGNED_1 = 180;
    private static final int SIGNED_2 = 1024;
    private static final int SIGNATURE_1 = 192;
    private static final int SIGNATURE_LENGTH = 144;

    static CsvReport parse(JsonPlace json) throws RefusedException {
        byte[] magic = CertificateJson.exactly(json.member("magic"), EXTENDED.length);
        long flags = json.member("flags").unsigned(0xFFFF_FFFFL);
        byte[] data = CertificateJson.exactly(json.member("data"), DATA);
        boolean isExtended = Arrays.equals(magic, EXTENDED);
        if (isExtended && flags == 1) {
            return second(data);
        }
        if ((isExtended && flags == 0) || Arrays.equals(magic, new byte[EXTENDED.length])) {
            return first(data);
        }
        throw json.refused("is of an unknown version");
    }

    private static CsvReport first(byte[] data) throws RefusedException {
        byte[] fields = Arrays.copyOf(data, SIGNATURE_1);
        for (int i = 0; i < MASKED; i++) {
            fields[i] ^= data[MASKED + i % 4];
        }
        return new CsvReport(
                1, fields, Arrays.copyOf(data, SIGNED_1), signature(data, SIGNATURE_1));
    }

    private static CsvReport second(byte[] data) throws RefusedException {
        byte[] signed = Arrays.copyOf(data, SIGNED_2);
        return new CsvReport(2, signed, signed, signature(data, SIGNED_2));
    }

    /// Refuses a report that says it is signed by another kind of key than the platform's. In
    /// version 1 these two fields are not signed.
    void requireSignedByPlatform() throws RefusedException {
        ByteCursor in = ByteCursor.littleEndian(fields, "report", CODE);
        in.skip(SIGNED_1);
        if (!Usage.PEK.is(in.u32()) || in.u32() != Usage.SM2_SIGN) {
            throw in.malformed("is signed by another key than the platform's");
        }
    }

    byte[] field(int offset, int length) {
        return Arrays.copyOfRange(fields, offset, offset + length);
    }

    /// A number of two or four bytes.
    long number(int offset, int length) {
        long number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = number << 8 | Byte.toUnsignedInt(fields[offset + i]);
        }
        return number;
    }

    private static byte[] signature(byte[] data, int offset) throws RefusedException {
        ByteCursor in =
                ByteCursor.littleEndian(
                        Arrays.copyOfRange(data, offset, offset + SIGNATURE_LENGTH),
                        "report signature",
                        CODE);
        return HygonKey.signature(in);
    }
}
