package dev.fiducia.attestation.launch.snp;

import dev.fiducia.attestation.launch.FileDigest;
import dev.fiducia.attestation.launch.firmware.FirmwareImage;
import dev.fiducia.attestation.launch.firmware.Guid;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The page by which a VMM commits to what it will boot: firmware compares the hashes in it with
/// what it is handed later. Source: QEMU's `sev-add-kernel-loader-hashes`, OVMF's
/// `BlobVerifierLibSevHashes`.
final class KernelHashes {

    /// Length of the table, with its padding.
    static final int LENGTH = 176;

    private static final Guid TABLE = Guid.of("9438d606-4f22-4cc9-b479-a793d411fd21");
    private static final Guid COMMAND_LINE = Guid.of("97d02dd8-bd20-4c94-aa78-e7714d36ab2a");
    private static final Guid INITRD = Guid.of("44baf731-3a2f-4bd7-9af1-41e29169781d");
    private static final Guid KERNEL = Guid.of("4de79437-abd2-427f-b835-d5b172d2045b");
    private static final int HEADER = Guid.LENGTH + 2;
    private static final int ENTRY = HEADER + 32;

    private KernelHashes() {}

    /// The page with the table at an offset. Without an initrd its hash is that of nothing; the
    /// command line is hashed with its final NUL.
    static byte[] page(DirectBoot boot, int offset, CryptoSuite crypto) {
        byte[] text = (boot.commandLine() + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] initrd =
                boot.initrd()
                        .map(FileDigest::sha256)
                        .orElseGet(() -> crypto.digest(HashAlgorithm.SHA256));
        ByteBuffer page =
                ByteBuffer.allocate(FirmwareImage.PAGE)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .position(offset)
                        .put(TABLE.stored())
                        .putShort((short) (HEADER + 3 * ENTRY));
        put(page, COMMAND_LINE, crypto.digest(HashAlgorithm.SHA256, text));
        put(page, INITRD, initrd);
        put(page, KERNEL, boot.kernel().sha256());
        return page.array();
    }

    private static void put(ByteBuffer page, Guid guid, byte[] hash) {
        page.put(guid.stored()).putShort((short) ENTRY).put(hash);
    }
}
