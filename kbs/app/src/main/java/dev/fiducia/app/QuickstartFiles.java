package dev.fiducia.app;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.kbs.config.ConfigException;
import dev.fiducia.kbs.config.FiduciaConfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the quickstart keeps in its folder, each file one that its user may look at.
record QuickstartFiles(Path folder, SimulatedHardware hardware, Path initdata, Path altered) {
    private static final String DOCUMENT =
            """
            version = "0.1.0"
            algorithm = "sha256"

            [data]
            "aa.toml" = '''
            [token_configs.kbs]
            url = "https://127.0.0.1:8080"
            '''

            "cdh.toml" = '''
            [kbc]
            name = "cc_kbc"
            url = "https://127.0.0.1:8080"
            '''

            "policy.rego" = '''
            package agent_policy

            default CreateContainerRequest := true
            default ExecProcessRequest := false
            default ReadStreamRequest := false
            default SetPolicyRequest := false
            '''
            """;

    static QuickstartFiles in(Path folder, CryptoSuite crypto) {
        Path initdata = folder.resolve("initdata.toml");
        Path altered = folder.resolve("altered-initdata.toml");
        try {
            Files.createDirectories(folder);
            Files.writeString(initdata, DOCUMENT);
            // One word of difference: whoever starts this VM could run commands inside it.
            Files.writeString(
                    altered,
                    DOCUMENT.replace("ExecProcessRequest := false", "ExecProcessRequest := true"));
        } catch (IOException e) {
            throw CommandFailure.failed("can't write to " + folder + ": " + e.getMessage());
        }
        SimulatedHardware hardware = SimulatedHardware.at(folder.resolve("simulator"), crypto);
        return new QuickstartFiles(folder, hardware, initdata, altered);
    }

    Path simulator() {
        return folder.resolve("simulator");
    }

    Path store() {
        return folder.resolve("store");
    }

    Path certificate() {
        return store().resolve("tls").resolve("certificate.pem");
    }

    Path adminToken() {
        return store().resolve("admin").resolve("token");
    }

    FiduciaConfig config(int port) {
        Path file = folder.resolve("kbs-config.toml");
        try {
            Files.writeString(file, toml(port));
            return FiduciaConfig.load(file);
        } catch (IOException | ConfigException e) {
            throw CommandFailure.failed("the quickstart's configuration: " + e.getMessage());
        }
    }

    /// The configuration; port 0 is one that is free.
    String toml(int port) {
        return """
        [http_server]
        sockets = ["127.0.0.1:%d"]

        [store]
        path = '%s'

        # The simulated processor's root counts as hardware here, and only because this names it.
        [verifier.snp]
        extra_roots = ['%s']
        kds = false

        [[plugins]]
        name = "resource"
        storage_backend_type = "kvstorage"
        """
                .formatted(port, store(), hardware.roots());
    }
}
