package dev.fiducia.attestation.simulator;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.HexFormat;

/// What signs quotes on a simulated platform: its own report names its attestation key, and the
/// platform's key signs that report.
///
/// @param svn its security version
/// @param signer what each byte of its MRSIGNER is
/// @param productId 1 for SGX, 2 for TDX
/// @param attestedKey the key that its report names, 64 bytes
@SuppressWarnings("ArrayRecordComponent") // a carrier within this package, never compared
record SimulatedQuotingEnclave(
        SimulatedTdx platform,
        CryptoSuite crypto,
        int svn,
        int signer,
        int productId,
        byte[] attestedKey) {

    private static final int REPORT_LENGTH = 384;
    private static final int TDX = 2;

    static SimulatedQuotingEnclave of(SimulatedTdx platform, CryptoSuite crypto, int productId) {
        byte[] key = point((ECPublicKey) platform.attestationKey().getPublic());
        return new SimulatedQuotingEnclave(platform, crypto, 4, 0xDC, productId, key);
    }

    /// The quote: what is signed, and the signature section behind it.
    byte[] quote(byte[] signed) {
        byte[] signature = signature(signed);
        return ByteBuffer.allocate(signed.length + 4 + signature.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(signed)
                .putInt(signature.length)
                .put(signature)
                .array();
    }

    private byte[] signature(byte[] signed) {
        byte[] authData = new byte[32];
        byte[] report = report(authData);
        byte[] chain = platform.chainPem().getBytes(StandardCharsets.US_ASCII);
        int certification = REPORT_LENGTH + 64 + 2 + authData.length + 6 + chain.length + 1;
        int wrapper = productId == TDX ? 6 : 0;
        ByteBuffer out =
                ByteBuffer.allocate(128 + wrapper + certification).order(ByteOrder.LITTLE_ENDIAN);
        out.put(sign(platform.attestationKey().getPrivate(), signed));
        out.put(point((ECPublicKey) platform.attestationKey().getPublic()));
        if (productId == TDX) {
            out.putShort((short) 6).putInt(certification);
        }
        out.put(report).put(sign(platform.pck().getPrivate(), report));
        out.putShort((short) authData.length).put(authData);
        out.putShort((short) 5).putInt(chain.length + 1).put(chain).put((byte) 0);
        return out.array();
    }

    private byte[] report(byte[] authData) {
        ByteBuffer report = ByteBuffer.allocate(REPORT_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        report.put(48, HexFormat.of().parseHex("1500000000000000e700000000000000"));
        report.put(64, bytes(32, 0xE1)).put(128, bytes(32, signer));
        report.putShort(256, (short) productId).putShort(258, (short) svn);
        report.put(320, crypto.digest(HashAlgorithm.SHA256, attestedKey, authData));
        return report.array();
    }

    private byte[] sign(PrivateKey key, byte[] data) {
        return crypto.signEcdsaRaw(key, HashAlgorithm.SHA256, data);
    }

    private static byte[] point(ECPublicKey key) {
        byte[] point = new byte[64];
        number(key.getW().getAffineX().toByteArray(), point, 0);
        number(key.getW().getAffineY().toByteArray(), point, 32);
        return point;
    }

    private static void number(byte[] value, byte[] out, int offset) {
        int length = Math.min(value.length, 32);
        System.arraycopy(value, value.length - length, out, offset + 32 - length, length);
    }

    static byte[] bytes(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
