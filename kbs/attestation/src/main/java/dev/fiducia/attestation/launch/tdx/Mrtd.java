package dev.fiducia.attestation.launch.tdx;

import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.launch.firmware.FirmwareImage;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// What a TD was built of: one SHA-384 over all pages that were added to it, page by page, as KVM
/// adds them (QEMU 9.1 and later, Cloud Hypervisor). Source: TDX module specification, 12.2.1.
final class Mrtd {

    private static final int RECORD = 128;
    private static final int CHUNK = 256;
    private static final int ADDRESS = 16;

    private Mrtd() {}

    static byte[] of(FirmwareImage firmware, CryptoSuite crypto) throws RefusedException {
        MessageDigest digest = crypto.hashing(HashAlgorithm.SHA384);
        for (TdvfSection section : TdvfMetadata.parse(firmware).sections()) {
            if (!section.isAddedLater()) {
                add(digest, section, firmware);
            }
        }
        return digest.digest();
    }

    private static void add(MessageDigest digest, TdvfSection section, FirmwareImage firmware)
            throws RefusedException {
        byte[] data =
                section.isMeasured()
                        ? firmware.part(section.dataOffset(), section.dataSize(), "a section")
                        : new byte[0];
        for (long page = 0; page < section.size(); page += FirmwareImage.PAGE) {
            record(digest, "MEM.PAGE.ADD", section.address() + page);
            if (section.isMeasured()) {
                for (int chunk = 0; chunk < FirmwareImage.PAGE; chunk += CHUNK) {
                    record(digest, "MR.EXTEND", section.address() + page + chunk);
                    digest.update(data, (int) page + chunk, CHUNK);
                }
            }
        }
    }

    private static void record(MessageDigest digest, String operation, long address) {
        ByteBuffer out = ByteBuffer.allocate(RECORD).order(ByteOrder.LITTLE_ENDIAN);
        out.put(operation.getBytes(StandardCharsets.US_ASCII));
        out.putLong(ADDRESS, address);
        digest.update(out.array());
    }
}
