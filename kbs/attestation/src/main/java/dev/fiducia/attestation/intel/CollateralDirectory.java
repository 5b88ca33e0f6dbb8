package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.collateral.Document;
import dev.fiducia.attestation.collateral.DocumentId;
import dev.fiducia.attestation.collateral.DocumentOrder;
import dev.fiducia.attestation.collateral.DocumentSource;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Collateral in a directory: `*.json` files in the format of Intel's PcsClientTool, read again
/// when one of them changes.
///
/// A file that can't be read is logged and left out; what is in the others counts. Where several
/// files have a document, the newest edition counts.
public final class CollateralDirectory implements DocumentSource {

    private static final Logger LOG = LoggerFactory.getLogger(CollateralDirectory.class);
    private static final long MAX_FILE_BYTES = 16L << 20;

    private final Path directory;
    private final CryptoSuite crypto;
    private volatile State state;

    /// @param stamps name, size and time of every file
    private record State(Map<Path, String> stamps, Map<DocumentId, List<Document>> documents) {}

    private CollateralDirectory(Path directory, CryptoSuite crypto, State state) {
        this.directory = directory;
        this.crypto = crypto;
        this.state = state;
    }

    /// Reads a directory for the first time.
    ///
    /// @throws IntelSetupException when there is no such directory
    public static CollateralDirectory open(Path directory, CryptoSuite crypto)
            throws IntelSetupException {
        try {
            Map<Path, String> stamps = stamps(directory);
            return new CollateralDirectory(
                    directory, crypto, new State(stamps, read(stamps, crypto)));
        } catch (IOException e) {
            throw new IntelSetupException(
                    "Collateral directory " + directory + " can't be read: " + e.getMessage(), e);
        }
    }

    /// The same for several.
    ///
    /// @throws IntelSetupException when one is not there
    public static List<CollateralDirectory> all(List<Path> directories, CryptoSuite crypto)
            throws IntelSetupException {
        List<CollateralDirectory> all = new ArrayList<>();
        for (Path directory : directories) {
            all.add(open(directory, crypto));
        }
        return all;
    }

    @Override
    public String name() {
        return directory.toString();
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public List<Document> find(DocumentId id) {
        return state.documents().getOrDefault(id, List.of());
    }

    /// Lists of revoked certificates come first: other documents are checked against them.
    @Override
    public List<DocumentId> ids() {
        return DocumentOrder.listsFirst(state.documents().keySet());
    }

    @Override
    public synchronized boolean refresh() {
        try {
            Map<Path, String> stamps = stamps(directory);
            if (stamps.equals(state.stamps())) {
                return false;
            }
            state = new State(stamps, read(stamps, crypto));
            return true;
        } catch (IOException e) {
            LOG.warn("Collateral directory {} can't be read: {}", directory, e.getMessage());
            return false;
        }
    }

    private static Map<Path, String> stamps(Path directory) throws IOException {
        Map<Path, String> stamps = new HashMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                stamps.put(file, Files.size(file) + "@" + Files.getLastModifiedTime(file));
            }
        }
        return stamps;
    }

    private static Map<DocumentId, List<Document>> read(
            Map<Path, String> stamps, CryptoSuite crypto) {
        Map<DocumentId, List<Document>> documents = new HashMap<>();
        for (Path file : stamps.keySet().stream().sorted().toList()) {
            try {
                if (Files.size(file) > MAX_FILE_BYTES) {
                    throw new IOException("larger than " + MAX_FILE_BYTES + " bytes");
                }
                for (Document document : PcsClientFile.parse(Files.readAllBytes(file), crypto)) {
                    documents.computeIfAbsent(document.id(), _ -> new ArrayList<>()).add(document);
                }
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("Collateral {} can't be read: {}", file, e.getMessage());
            } catch (RefusedException e) {
                LOG.warn("Collateral {} is left out: {}", file, e.refusal().describe());
            }
        }
        return documents;
    }
}
