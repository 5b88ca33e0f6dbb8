package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.snp.SnpConfig;
import dev.fiducia.attestation.snp.SnpSetupException;
import dev.fiducia.attestation.snp.SnpVerifier;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.guest.Attester;
import dev.fiducia.guest.GuestException;
import dev.fiducia.guest.KbsTransport;
import dev.fiducia.guest.RcarClient;
import dev.fiducia.guest.ResourceUri;
import dev.fiducia.guest.SampleAttester;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;

import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The quickstart's steps, each done over HTTPS as an administrator or a pod VM would do it.
final class QuickstartStory {
    private static final String SECRET = "default/quickstart/key";
    private static final String CONTENT = "the key that opens the volume";

    private final QuickstartFiles files;
    private final URI url;
    private final CryptoSuite crypto;
    private final PrintStream out;
    private final AdminClient admin;

    /// A story told to standard output.
    QuickstartStory(QuickstartFiles files, URI url, CryptoSuite crypto) {
        this(files, url, crypto, System.out);
    }

    QuickstartStory(QuickstartFiles files, URI url, CryptoSuite crypto, PrintStream out) {
        this.files = files;
        this.url = url;
        this.crypto = crypto;
        this.out = out;
        this.admin =
                new AdminClient(
                        ServiceConnection.to(url, Optional.of(files.certificate())),
                        Optional.of(files.adminToken()));
    }

    /// Tells the story; whether it went as it should.
    boolean tell() {
        prepare();
        out.println();
        out.println("Four pod VMs ask for the secret:");
        InitdataDocument right = document(files.initdata());
        InitdataDocument altered = document(files.altered());
        Attester genuine = files.hardware().attester(Optional.of(right));
        boolean released = ask("started with the registered initdata", genuine, right);
        boolean toAltered =
                ask(
                        "started with altered initdata (exec allowed)",
                        files.hardware().attester(Optional.of(altered)),
                        altered);
        boolean toTampered = ask("with a tampered report", new TamperingAttester(genuine), right);
        boolean toSample = ask("without hardware (sample attester)", SampleAttester.cpu(), right);
        tryNext();
        return released && !toAltered && !toTampered && !toSample;
    }

    /// The administrator's part: registers initdata, reference values and the secret.
    void prepare() {
        out.println("An administrator prepares:");
        JsonNode registered =
                AdminClient.parse(
                        admin.post(
                                "/api/v1/initdata?name=quickstart&profile=dev",
                                "application/toml",
                                Input.bytes(files.initdata())));
        out.println("  registered initdata 'quickstart'");
        out.println("    digest " + registered.path("digest").asText());
        out.println("    the hardware has to show it: HOST_DATA on SEV-SNP, MRCONFIGID on TDX,");
        out.println("    PCR 8 on a vTPM");
        ObjectNode references = referenceValues();
        ObjectNode message =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("version", "0.1.0")
                        .put("type", "sample")
                        .put(
                                "payload",
                                Base64.getEncoder().encodeToString(AdminClient.write(references)));
        admin.post("/kbs/v0/reference-value", "application/json", AdminClient.write(message));
        out.println("  registered the reference values of a known good VM:");
        out.println("    " + String.join(", ", names(references)));
        admin.post(
                "/kbs/v0/resource/" + SECRET,
                "application/octet-stream",
                CONTENT.getBytes(StandardCharsets.UTF_8));
        out.println("  stored the secret " + SECRET);
    }

    /// What one verified report of a VM that is known to be good says, as reference values.
    private ObjectNode referenceValues() {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        try {
            SnpVerifier verifier =
                    SnpVerifier.create(
                            SnpConfig.offline().withExtraRoots(List.of(files.hardware().roots())),
                            crypto,
                            InstantSource.system());
            JsonNode evidence = files.hardware().attester(Optional.empty()).evidence(new byte[64]);
            switch (verifier.verify(evidence, Expectations.none())) {
                case VerificationResult.Verified(var verified) ->
                        claims.setAll(verified.getFirst().claims());
                case VerificationResult.Refused(var refusal) ->
                        throw CommandFailure.failed(
                                "the simulated processor's report is refused: "
                                        + refusal.describe());
            }
        } catch (SnpSetupException | GuestException e) {
            throw CommandFailure.failed("the simulated processor: " + e.getMessage());
        }
        ObjectNode references = JsonNodeFactory.instance.objectNode();
        list(references, "snp_launch_measurement", claims.path("measurement"));
        list(references, "snp_bootloader", claims.path("reported_tcb_bootloader"));
        list(references, "snp_microcode", claims.path("reported_tcb_microcode"));
        list(references, "snp_snp_svn", claims.path("reported_tcb_snp"));
        list(references, "snp_tee_svn", claims.path("reported_tcb_tee"));
        return references;
    }

    private boolean ask(String who, Attester attester, InitdataDocument initdata) {
        out.println();
        out.println("  a VM " + who);
        try (KbsTransport transport = transport()) {
            boolean intact = getsTheSecret(transport, attester, initdata);
            out.println("    RELEASED to its TEE key" + (intact ? "" : ", but not intact"));
            return intact;
        } catch (GuestException e) {
            out.println("    REFUSED: " + e.getMessage());
            return false;
        }
    }

    /// Lets VMs ask as the right one does, one after the other on one connection, as long as this
    /// wants another one.
    ///
    /// @return whether each got the secret
    boolean letMoreAsk(BooleanSupplier another) throws GuestException {
        InitdataDocument right = document(files.initdata());
        Attester genuine = files.hardware().attester(Optional.of(right));
        boolean intact = true;
        try (KbsTransport transport = transport()) {
            while (intact && another.getAsBoolean()) {
                intact = getsTheSecret(transport, genuine, right);
            }
        }
        return intact;
    }

    private boolean getsTheSecret(
            KbsTransport transport, Attester attester, InitdataDocument initdata)
            throws GuestException {
        byte[] content =
                RcarClient.builder(transport, attester, crypto)
                        .initdata(new String(initdata.raw(), StandardCharsets.UTF_8))
                        .build()
                        .getResource(ResourceUri.parse(SECRET));
        return CONTENT.equals(new String(content, StandardCharsets.UTF_8));
    }

    private KbsTransport transport() throws GuestException {
        return KbsTransport.to(url.toString(), Input.text(files.certificate()));
    }

    private void tryNext() {
        String command = System.getProperty("fiducia.command", "fiducia");
        out.println();
        out.println("Try next, in another terminal:");
        out.printf(
                """
                  export FIDUCIA_URL=%s
                  export FIDUCIA_CERT_FILE=%s
                  export FIDUCIA_ADMIN_TOKEN_FILE=%s
                  export FIDUCIA_SIMULATOR=%s
                  %s initdata list
                  %s guest get-resource --tee snp-sim --initdata %s %s
                  %s initdata revoke quickstart
                """,
                url,
                files.certificate(),
                files.adminToken(),
                files.simulator(),
                command,
                command,
                files.initdata(),
                SECRET,
                command);
    }

    private static void list(ObjectNode references, String name, JsonNode value) {
        ArrayNode values = references.putArray(name);
        values.add(value);
    }

    private static List<String> names(ObjectNode node) {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static InitdataDocument document(Path file) {
        try {
            return InitdataDocument.parse(Input.bytes(file));
        } catch (InitdataException e) {
            throw CommandFailure.failed(file + ": " + e.getMessage());
        }
    }
}
