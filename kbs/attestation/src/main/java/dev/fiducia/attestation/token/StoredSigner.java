package dev.fiducia.attestation.token;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.ha.store.Change;
import dev.fiducia.ha.store.CommitResult;
import dev.fiducia.ha.store.Namespace;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.StoredRecord;

import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The signer whose key nobody configured: made on the first start, kept sealed in the store, the
/// same for all replicas.
public final class StoredSigner {
    /// Holds the key.
    public static final Namespace NAMESPACE = new Namespace("attestation_token");

    private static final String KEY = "signing-key";

    private StoredSigner() {}

    /// The stored signer; of several that start at once, one makes the key.
    ///
    /// @throws TokenKeyException if what is stored is no key
    public static TokenSigner openOrCreate(RecordStore store, CryptoSuite crypto)
            throws TokenKeyException {
        Optional<StoredRecord> stored = store.get(NAMESPACE, KEY);
        if (stored.isEmpty()) {
            create(store, crypto);
            stored = store.get(NAMESPACE, KEY);
        }
        byte[] pkcs8 =
                stored.orElseThrow(() ->
                                new TokenKeyException(
                                        "the token signing key is gone from the store"))
                        .value();
        try {
            return TokenSigner.of(
                    SigningKeys.fromPkcs8(pkcs8, crypto), List.of(), Optional.empty(), crypto);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private static void create(RecordStore store, CryptoSuite crypto) {
        KeyPair fresh = crypto.generateEc(EcCurve.P256);
        switch (store.commit(
                List.of(
                        new Change.Put(
                                NAMESPACE, KEY, fresh.getPrivate().getEncoded(), Change.ABSENT)))) {
            case CommitResult.Committed _ -> {}
            case CommitResult.Conflict _ -> {} // another replica made the key: it is ours too
        }
    }
}
