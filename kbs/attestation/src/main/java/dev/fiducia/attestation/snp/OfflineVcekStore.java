package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.collateral.Document;
import dev.fiducia.attestation.collateral.DocumentId;
import dev.fiducia.attestation.collateral.DocumentSource;
import dev.fiducia.attestation.collateral.SourceException;
import dev.fiducia.attestation.evidence.SmallFile;
import dev.fiducia.attestation.snp.AmdDocumentIds.Meaning;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// A directory of VCEK certificates, laid out as Trustee's: `vcek/<hardware id>/bl…_vcek.der` or
/// `…/vcek.der`.
public final class OfflineVcekStore implements DocumentSource {

    /// Where Trustee's deployments mount theirs.
    public static final Path DEFAULT_PATH =
            Path.of("/opt/confidential-containers/attestation-service/kds-store");

    private static final int MAX_BYTES = 16 << 10;

    private final Path root;

    /// A store that is read when a certificate isn't known yet, so that files can be added while
    /// the service runs.
    public OfflineVcekStore(Path root) {
        this.root = root;
    }

    @Override
    public String name() {
        return root.toString();
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public List<Document> find(DocumentId id) throws SourceException {
        if (!(AmdDocumentIds.meaning(id).orElse(null) instanceof Meaning.Vcek vcek)) {
            return List.of();
        }
        VcekRequest request = vcek.request();
        Path chip = root.resolve("vcek").resolve(request.hardwareId());
        for (Path file : List.of(chip.resolve(request.fileName()), chip.resolve("vcek.der"))) {
            try {
                return List.of(new Document(id, "", SmallFile.read(file, MAX_BYTES)));
            } catch (NoSuchFileException e) {
                // the next name
            } catch (IOException e) {
                throw new SourceException(file + " can't be read: " + e.getMessage());
            }
        }
        return List.of();
    }
}
