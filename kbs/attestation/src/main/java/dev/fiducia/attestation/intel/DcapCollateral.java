package dev.fiducia.attestation.intel;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What a platform's quote is judged with, each document as Intel signed it. Nothing of it is
/// believed for where it comes from.
///
/// @param tcbInfo `{"tcbInfo":{…},"signature":"…"}`
/// @param tcbInfoChain PEM: TCB signing certificate, root
/// @param qeIdentity `{"enclaveIdentity":{…},"signature":"…"}`
/// @param qeIdentityChain PEM: TCB signing certificate, root
/// @param pckCrl of the CA that issued the PCK, DER or hexadecimal
/// @param rootCrl of the root, DER or hexadecimal
@SuppressWarnings("ArrayRecordComponent") // never changed nor compared
public record DcapCollateral(
        byte[] tcbInfo,
        String tcbInfoChain,
        byte[] qeIdentity,
        String qeIdentityChain,
        byte[] pckCrl,
        byte[] rootCrl) {

    /// Tells collateral apart by content.
    byte[] fingerprint(CryptoSuite crypto) {
        byte[][] parts = {
            tcbInfo,
            tcbInfoChain.getBytes(StandardCharsets.UTF_8),
            qeIdentity,
            qeIdentityChain.getBytes(StandardCharsets.UTF_8),
            pckCrl,
            rootCrl
        };
        ByteBuffer digests = ByteBuffer.allocate(parts.length * HashAlgorithm.SHA256.length());
        for (byte[] part : parts) {
            digests.put(crypto.digest(HashAlgorithm.SHA256, part));
        }
        return crypto.digest(HashAlgorithm.SHA256, digests.array());
    }
}
