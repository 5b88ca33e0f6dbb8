package dev.fiducia.attestation.collateral;

import dev.fiducia.attestation.evidence.RefusedException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A folder of single documents, `*.document`: what `fiducia collateral fetch` writes and `export`
/// makes a bundle of.
public final class DocumentFolder implements DocumentSource {

    private static final String SUFFIX = ".document";
    private static final long MAX_FILE = 4L << 20;

    private final Path folder;
    private final List<Document> documents;

    private DocumentFolder(Path folder, List<Document> documents) {
        this.folder = folder;
        this.documents = documents;
    }

    /// Reads a folder, once.
    ///
    /// @throws IOException when a file can't be read or is no document
    public static DocumentFolder open(Path folder) throws IOException {
        List<Document> documents = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
                if (Files.size(file) > MAX_FILE) {
                    throw new IOException(file + " is larger than a document may be");
                }
                try {
                    documents.add(Document.decode(Files.readAllBytes(file)));
                } catch (RefusedException e) {
                    throw new IOException(file + ": " + e.refusal().describe(), e);
                }
            }
        }
        return new DocumentFolder(folder, List.copyOf(documents));
    }

    /// Writes a document under a name made of its id.
    public static Path write(Path folder, Document document) throws IOException {
        Path file = folder.resolve(document.id().name().replace('/', '_') + SUFFIX);
        Path fresh = Files.write(folder.resolve(file.getFileName() + ".new"), document.encode());
        return Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /// All documents.
    public List<Document> documents() {
        return documents;
    }

    @Override
    public String name() {
        return folder.toString();
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public List<Document> find(DocumentId id) {
        return documents.stream().filter(document -> document.id().equals(id)).toList();
    }

    @Override
    public List<DocumentId> ids() {
        return DocumentOrder.listsFirst(documents.stream().map(Document::id).toList());
    }
}
