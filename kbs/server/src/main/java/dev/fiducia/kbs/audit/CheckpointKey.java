package dev.fiducia.kbs.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;
import dev.fiducia.ha.audit.CutSeal;
import dev.fiducia.ha.seal.Sha256;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoreException;
import dev.fiducia.ha.store.StoredRecord;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The key that signs checkpoints and where the log was cut (ES256), and nothing else: made on the
/// first start, kept sealed in the store, the same for all replicas. What it signs is a compact JWS
/// with one header only for each use.
final class CheckpointKey {
    static final Namespace NAMESPACE = new Namespace("audit-checkpoint-key");

    private static final String KEY = "signing-key";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final CryptoSuite crypto;
    private final PrivateKey privateKey;
    private final ECPublicKey publicKey;
    private final byte[] publicInfo;

    /// What is signed; one is never taken for the other.
    enum Use {
        CHECKPOINT("fiducia-audit-checkpoint+jws"),
        CUT("fiducia-audit-cut+jws");

        private final String type;

        Use(String type) {
            this.type = type;
        }
    }

    private CheckpointKey(
            CryptoSuite crypto, PrivateKey privateKey, ECPublicKey publicKey, byte[] publicInfo) {
        this.crypto = crypto;
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.publicInfo = publicInfo;
    }

    /// The key of the store; of several that start at once, one makes it.
    ///
    /// @throws StoreException if what is stored is no key
    static CheckpointKey openOrCreate(RecordStore store, CryptoSuite crypto) {
        Optional<StoredRecord> stored = store.get(NAMESPACE, KEY);
        if (stored.isEmpty()) {
            byte[] fresh = encode(crypto.generateEc(EcCurve.P256));
            // Where another replica was faster, its key is ours too.
            var _ = store.commit(List.of(new Change.Put(NAMESPACE, KEY, fresh, Change.ABSENT)));
            Arrays.fill(fresh, (byte) 0);
            stored = store.get(NAMESPACE, KEY);
        }
        return decode(stored.map(StoredRecord::value).orElse(new byte[0]), crypto);
    }

    /// The key of the store, if it has one.
    ///
    /// @throws StoreException if what is stored is no key
    static Optional<CheckpointKey> find(RecordStore store, CryptoSuite crypto) {
        return store.get(NAMESPACE, KEY).map(stored -> decode(stored.value(), crypto));
    }

    private static CheckpointKey decode(byte[] both, CryptoSuite crypto) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(both);
            byte[] info = new byte[Math.clamp(buffer.getInt(), 0, buffer.remaining())];
            buffer.get(info);
            byte[] pkcs8 = new byte[buffer.remaining()];
            buffer.get(pkcs8);
            return new CheckpointKey(
                    crypto, crypto.ecPrivateKey(pkcs8), crypto.ecPublicKey(info), info);
        } catch (InvalidKeyException | RuntimeException e) {
            throw new StoreException(
                    StoreException.Reason.CORRUPT, "the key that signs checkpoints is damaged", e);
        } finally {
            Arrays.fill(both, (byte) 0);
        }
    }

    private static byte[] encode(KeyPair pair) {
        byte[] info = pair.getPublic().getEncoded();
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        return ByteBuffer.allocate(Integer.BYTES + info.length + pkcs8.length)
                .putInt(info.length)
                .put(info)
                .put(pkcs8)
                .array();
    }

    /// Names the key: the SHA-256 of its public half, hexadecimal.
    String id() {
        return Sha256.hex(publicInfo);
    }

    /// The public half, PEM.
    String publicPem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicInfo)
                + "\n-----END PUBLIC KEY-----\n";
    }

    private String header(Use use) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        members.put("typ", use.type).put("alg", "ES256").put("kid", id());
        return encode(members.toString().getBytes(StandardCharsets.UTF_8));
    }

    String sign(Use use, byte[] payload) {
        String input = header(use) + "." + encode(payload);
        byte[] signature = crypto.signEcdsaRaw(privateKey, HashAlgorithm.SHA256, ascii(input));
        return input + "." + encode(signature);
    }

    /// The payload of what this key signed for this use; empty for anything else.
    Optional<byte[]> verify(Use use, String jws) {
        String[] parts = jws.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(header(use))) {
            return Optional.empty();
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
            byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
            boolean holds =
                    crypto.verifyEcdsaRaw(
                            publicKey,
                            HashAlgorithm.SHA256,
                            ascii(parts[0] + "." + parts[1]),
                            signature);
            return holds ? Optional.of(payload) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Signs where the log was cut.
    CutSeal cutSeal() {
        return new CutSeal() {
            @Override
            public String sign(byte[] content) {
                return CheckpointKey.this.sign(Use.CUT, content);
            }

            @Override
            public Optional<byte[]> read(String signed) {
                return verify(Use.CUT, signed);
            }
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }
}
