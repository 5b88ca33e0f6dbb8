package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.collateral.Collateral;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// A directory of VCEK certificates, laid out as Trustee's: `vcek/<hardware id>/bl…_vcek.der` or
/// `…/vcek.der`.
public final class OfflineVcekStore implements VcekSource {

    /// Where Trustee's deployments mount theirs.
    public static final Path DEFAULT_PATH =
            Path.of("/opt/confidential-containers/attestation-service/kds-store");

    private static final int MAX_BYTES = 16 << 10;

    private final Path root;

    /// A store that is read anew at every request, so that files can be added while the service
    /// runs.
    public OfflineVcekStore(Path root) {
        this.root = root;
    }

    @Override
    public Collateral find(VcekRequest request) {
        Path chip = root.resolve("vcek").resolve(request.hardwareId());
        for (Path file : List.of(chip.resolve(request.fileName()), chip.resolve("vcek.der"))) {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] content = in.readNBytes(MAX_BYTES + 1);
                return content.length > MAX_BYTES
                        ? new Collateral.Unavailable(
                                file + " is larger than " + MAX_BYTES + " bytes")
                        : new Collateral.Available(content, file.toString());
            } catch (NoSuchFileException e) {
                // the next name
            } catch (IOException e) {
                return new Collateral.Unavailable(file + " can't be read: " + e.getMessage());
            }
        }
        return new Collateral.Unavailable("no file for this chip and firmware level in " + chip);
    }
}
