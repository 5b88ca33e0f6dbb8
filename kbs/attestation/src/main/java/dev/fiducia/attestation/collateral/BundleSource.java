package dev.fiducia.attestation.collateral;

import dev.fiducia.crypto.CryptoSuite;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A bundle that lies in a file, read again when the file changes. One of a lower sequence than was
/// seen before, in this process or by any replica of the store, is left out; what was there stays.
public final class BundleSource implements DocumentSource {

    private static final Logger LOG = LoggerFactory.getLogger(BundleSource.class);

    private final Path file;
    private final List<BundleKey> keys;
    private final Optional<BundleSequences> sequences;
    private final CryptoSuite crypto;
    private volatile State state = new State("", 0, Map.of());

    private record State(String stamp, long sequence, Map<DocumentId, Document> documents) {}

    /// @param file need not be there yet
    /// @param keys whose signature counts
    /// @param sequences remembered beyond this process, if anywhere
    public BundleSource(
            Path file,
            List<BundleKey> keys,
            Optional<BundleSequences> sequences,
            CryptoSuite crypto) {
        this.file = file;
        this.keys = List.copyOf(keys);
        this.sequences = sequences;
        this.crypto = crypto;
        refresh();
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public List<Document> find(DocumentId id) {
        return Optional.ofNullable(state.documents().get(id)).map(List::of).orElse(List.of());
    }

    /// Lists of revoked certificates first, as the others are checked against them.
    @Override
    public List<DocumentId> ids() {
        return DocumentOrder.listsFirst(state.documents().keySet());
    }

    @Override
    public synchronized boolean refresh() {
        String stamp;
        try {
            stamp = Files.size(file) + "@" + Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return false; // not there: what was read stays
        }
        if (stamp.equals(state.stamp())) {
            return false;
        }
        try {
            if (Files.size(file) > BundleFile.MAX_BYTES) {
                throw new BundleException("it is larger than a bundle may be");
            }
            Bundle bundle = BundleFile.read(Files.readAllBytes(file), keys, crypto);
            requireNotOlder(bundle);
            Map<DocumentId, Document> documents = new HashMap<>();
            bundle.documents().forEach(document -> documents.put(document.id(), document));
            state = new State(stamp, bundle.sequence(), documents);
            LOG.info("Collateral bundle {}: sequence {}", file, bundle.sequence());
            return true;
        } catch (IOException | BundleException e) {
            LOG.warn("Collateral bundle {} is left out: {}", file, e.getMessage());
            state = new State(stamp, state.sequence(), state.documents());
            return false;
        }
    }

    private void requireNotOlder(Bundle bundle) throws BundleException {
        long least = state.sequence();
        if (sequences.isPresent()) {
            least = Math.max(least, sequences.get().raise(bundle.keyId(), bundle.sequence()));
        }
        if (bundle.sequence() < least) {
            throw new BundleException(
                    "its sequence "
                            + bundle.sequence()
                            + " is lower than "
                            + least
                            + ", which was seen before");
        }
    }
}
