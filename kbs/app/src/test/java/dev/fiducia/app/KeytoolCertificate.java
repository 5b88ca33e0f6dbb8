package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// New self-signed certificates, by the JDK's own tool, valid for 20 days.
final class KeytoolCertificate {
    private KeytoolCertificate() {}

    /// A file with the certificate in PEM.
    static Path in(Path folder, String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Path pem = folder.resolve(name + ".pem");
        keytool(store, "-genkeypair -keyalg EC -validity 20 -dname CN=" + name);
        keytool(store, "-exportcert -rfc -file " + pem);
        return pem;
    }

    private static void keytool(Path store, String arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(
                List.of("-alias", "a", "-storepass", "changeit", "-keystore", store.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] said = process.getInputStream().readAllBytes();
        assertThat(process.waitFor())
                .as(new String(said, java.nio.charset.StandardCharsets.UTF_8))
                .isZero();
    }
}
