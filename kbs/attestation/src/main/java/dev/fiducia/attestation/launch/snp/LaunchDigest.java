package dev.fiducia.attestation.launch.snp;

import dev.fiducia.attestation.launch.firmware.FirmwareImage;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The digest that grows with every page that is given to a guest before it starts: SHA-384 of
/// PAGE_INFO, which has the digest so far in it. Source: SEV-SNP firmware ABI, 8.17.2. Not
/// thread-safe.
final class LaunchDigest {

    private static final int LENGTH = 48;
    private static final int PAGE_INFO = 0x70;
    private static final byte[] NO_CONTENTS = new byte[LENGTH];

    /// All vCPUs are recorded at this address: the highest page of 52 address bits, with the upper
    /// four of them cleared.
    private static final long VMSA_ADDRESS = 0xFFFF_FFFF_F000L;

    private final CryptoSuite crypto;
    private byte[] value;

    LaunchDigest(CryptoSuite crypto) {
        this(crypto, NO_CONTENTS);
    }

    /// Goes on from a digest.
    LaunchDigest(CryptoSuite crypto, byte[] start) {
        this.crypto = crypto;
        this.value = start.clone();
    }

    byte[] value() {
        return value.clone();
    }

    void normal(long address, byte[] page) {
        extend(1, address, crypto.digest(HashAlgorithm.SHA384, page));
    }

    void vcpu(byte[] saveArea) {
        extend(2, VMSA_ADDRESS, crypto.digest(HashAlgorithm.SHA384, saveArea));
    }

    void zeros(SevSection section) {
        each(3, section);
    }

    void unmeasured(SevSection section) {
        each(4, section);
    }

    void secrets(SevSection section) {
        each(5, section);
    }

    void cpuid(SevSection section) {
        each(6, section);
    }

    private void each(int pageType, SevSection section) {
        for (long at = section.address(); at < section.end(); at += FirmwareImage.PAGE) {
            extend(pageType, at, NO_CONTENTS);
        }
    }

    /// Pages are no migration images and lower privilege levels have no permissions: bytes 0x63 to
    /// 0x67 stay zero.
    private void extend(int pageType, long address, byte[] contents) {
        byte[] info =
                ByteBuffer.allocate(PAGE_INFO)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(value)
                        .put(contents)
                        .putShort((short) PAGE_INFO)
                        .put((byte) pageType)
                        .position(0x68)
                        .putLong(address)
                        .array();
        value = crypto.digest(HashAlgorithm.SHA384, info);
    }
}
