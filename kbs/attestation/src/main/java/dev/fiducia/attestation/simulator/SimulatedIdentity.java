package dev.fiducia.attestation.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.attestation.snp.SnpProduct;
import dev.fiducia.attestation.snp.SnpTcb;
import dev.fiducia.attestation.snp.VekType;
import dev.fiducia.crypto.CryptoSuite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/// A simulated processor in a directory, so that a guest and a service can be different processes.
///
/// Files: `chip.json` (what it is), `key.pem`, `vek.pem`, `intermediate.pem`, `ark.pem`, and
/// `roots.pem`, which is all that a service needs. `chip.json` is written last: with it the
/// identity exists.
final class SimulatedIdentity {

    private static final String CHIP = "chip.json";
    private static final String KEY = "key.pem";
    private static final String VEK = "vek.pem";
    private static final String INTERMEDIATE = "intermediate.pem";
    private static final String ARK = "ark.pem";
    private static final String ROOTS = "roots.pem";

    private SimulatedIdentity() {}

    static boolean exists(Path directory) {
        return Files.exists(directory.resolve(CHIP));
    }

    static void save(SimulatedSnp processor, Path directory) throws IOException {
        Files.createDirectories(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        SimulatedSnp.Endorsed endorsed = processor.endorsed();
        write(directory, KEY, Pem.privateKey(endorsed.keys().getPrivate().getEncoded()));
        write(directory, VEK, Pem.certificates(endorsed.vek()));
        write(directory, INTERMEDIATE, Pem.certificates(endorsed.intermediate()));
        write(directory, ARK, Pem.certificates(endorsed.ark()));
        write(directory, ROOTS, processor.rootsPem());
        write(directory, CHIP, describe(processor).toPrettyString());
    }

    static SimulatedSnp load(Path directory, CryptoSuite crypto) throws IOException {
        JsonNode chip = read(directory);
        try {
            X509Certificate vek = crypto.certificate(Pem.content(text(directory, VEK)));
            SimulatedSnp.Endorsed endorsed =
                    new SimulatedSnp.Endorsed(
                            VekType.valueOf(chip.path("key").asText()),
                            new KeyPair(
                                    crypto.ecPublicKey(vek.getPublicKey().getEncoded()),
                                    crypto.ecPrivateKey(Pem.content(text(directory, KEY)))),
                            vek,
                            crypto.certificate(Pem.content(text(directory, INTERMEDIATE))),
                            crypto.certificate(Pem.content(text(directory, ARK))));
            return new SimulatedSnp(
                    crypto,
                    SnpProduct.valueOf(chip.path("product").asText()),
                    endorsed,
                    HexFormat.of().parseHex(chip.path("chip_id").asText()),
                    tcb(chip.path("tcb")));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "The simulated processor in " + directory + " is damaged: " + e.getMessage(),
                    e);
        }
    }

    private static ObjectNode describe(SimulatedSnp processor) {
        ObjectNode chip = JsonNodeFactory.instance.objectNode();
        chip.put("product", processor.product().name());
        chip.put("key", processor.endorsed().type().name());
        chip.put("chip_id", HexFormat.of().formatHex(processor.chipId()));
        SnpTcb tcb = processor.tcb();
        chip.putObject("tcb")
                .put("layout", tcb.layout().name())
                .put("fmc", tcb.fmc())
                .put("bootloader", tcb.bootloader())
                .put("tee", tcb.tee())
                .put("snp", tcb.snp())
                .put("microcode", tcb.microcode());
        return chip;
    }

    private static SnpTcb tcb(JsonNode tcb) {
        return new SnpTcb(
                SnpTcb.Layout.valueOf(tcb.path("layout").asText()),
                tcb.path("fmc").asInt(),
                tcb.path("bootloader").asInt(),
                tcb.path("tee").asInt(),
                tcb.path("snp").asInt(),
                tcb.path("microcode").asInt());
    }

    private static JsonNode read(Path directory) throws IOException {
        return switch (StrictJson.read(Files.readAllBytes(directory.resolve(CHIP)))) {
            case StrictJson.Result.Read read -> read.document();
            case StrictJson.Result.Unreadable unreadable ->
                    throw new IOException(
                            directory.resolve(CHIP) + ": " + unreadable.refusal().describe());
        };
    }

    private static String text(Path directory, String name) throws IOException {
        return Files.readString(directory.resolve(name), StandardCharsets.US_ASCII);
    }

    private static void write(Path directory, String name, String text) throws IOException {
        Path file =
                Files.createTempFile(
                        directory,
                        name,
                        ".tmp",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text, StandardCharsets.US_ASCII);
        Files.move(file, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
