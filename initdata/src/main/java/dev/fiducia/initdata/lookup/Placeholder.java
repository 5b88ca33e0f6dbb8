package dev.fiducia.initdata.lookup;

import dev.fiducia.initdata.Digest;
import dev.fiducia.initdata.InitdataAlgorithm;

import java.nio.charset.StandardCharsets;

/// The document that the cloud-api-adaptor makes up for pods without initdata.
final class Placeholder {

    static final Digest DIGEST =
            InitdataAlgorithm.SHA256.digest(
                    """
                    algorithm = "sha256"
                    version = "0.1.0"

                    [data]
                    "aa.toml" = '''
                    '''\
                    """
                            .getBytes(StandardCharsets.UTF_8));

    private Placeholder() {}
}
