package dev.fiducia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.fiducia.attestation.simulator.SimulatedIntel;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;

/// Collateral from a service into a folder, a bundle, and to where it is needed.
class CollateralCommandsTest {
    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);

    @TempDir private static Path home;
    private static SimulatedIntel vendor;
    @TempDir private Path folder;

    @BeforeAll
    static void keys() throws Exception {
        vendor = SimulatedIntel.create(Instant.now(), CRYPTO);
        write(home.resolve("signer.pem"), home.resolve("signer.pub"));
        write(home.resolve("stranger.pem"), home.resolve("stranger.pub"));
        Files.writeString(home.resolve("root.pem"), vendor.rootPem());
        Files.createDirectory(home.resolve("tool"));
        Files.writeString(home.resolve("tool/all.json"), vendor.collateral());
        Files.writeString(
                home.resolve("evidence.json"), vendor.platform().quote().evidence().toString());
    }

    private static void write(Path secret, Path open) throws IOException {
        KeyPair keys = CRYPTO.generateEc(EcCurve.P256);
        Files.writeString(secret, pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        Files.writeString(open, pem("PUBLIC KEY", keys.getPublic().getEncoded()));
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN "
                + type
                + "-----\n"
                + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END "
                + type
                + "-----\n";
    }

    @Test
    void refusesABundleOfStrangersAndOnesThatWereChanged() throws Exception {
        Path bundle = export(7);
        Terminal.Run stranger = verify(bundle, "stranger.pub");
        assertThat(stranger.exitCode()).isEqualTo(ExitCode.DENIED);
        assertThat(stranger.errors()).contains("none of the configured keys");
        byte[] content = Files.readAllBytes(bundle);
        content[content.length / 2] ^= 4;
        Files.write(bundle, content);
        assertThat(verify(bundle, "signer.pub").exitCode()).isEqualTo(ExitCode.DENIED);
    }

    @Test
    void refusesWhatIsInABundleWithoutItsRoot() throws Exception {
        Terminal.Run verified =
                Terminal.run(
                        "collateral",
                        "verify",
                        export(7).toString(),
                        "--key",
                        home.resolve("signer.pub").toString());
        assertThat(verified.exitCode()).isEqualTo(ExitCode.DENIED);
        assertThat(verified.output()).contains("REFUSED, dcap-root-untrusted");
    }

    @Test
    void putsNoOlderBundleInThePlaceOfANewerOne() throws Exception {
        Path place = folder.resolve("collateral.bundle");
        assertThat(into(place, export(7)).exitCode()).isZero();
        Terminal.Run older = into(place, export(6));
        assertThat(older.exitCode()).isEqualTo(ExitCode.DENIED);
        assertThat(older.errors()).contains("has sequence 7");
        assertThat(into(place, export(8)).exitCode()).isZero();
        assertThat(verify(place, "signer.pub").output()).contains("sequence 8");
    }

    @Test
    void fetchesIntoAFolderThatEvidenceIsJudgedWith() throws Exception {
        JsonNode all = new ObjectMapper().readTree(vendor.collateral()).get("collaterals");
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, all));
        server.start();
        Path into = folder.resolve("fetched");
        try {
            Terminal.Run fetched =
                    Terminal.run(
                            "collateral",
                            "fetch",
                            "--into",
                            into.toString(),
                            "--tdx",
                            SimulatedIntel.FMSPC,
                            "--intel-root",
                            home.resolve("root.pem").toString(),
                            "--pcs",
                            "http://127.0.0.1:" + server.getAddress().getPort());
            assertThat(fetched.exitCode()).as(fetched.errors()).isZero();
            assertThat(fetched.output().lines()).hasSize(4);
        } finally {
            server.stop(0);
        }
        Terminal.Run judged =
                Terminal.run(
                        "evidence",
                        "verify",
                        "--tee",
                        "tdx",
                        "--root",
                        home.resolve("root.pem").toString(),
                        "--collateral",
                        into.toString(),
                        home.resolve("evidence.json").toString());
        assertThat(judged.exitCode()).as(judged.errors()).isZero();
        assertThat(judged.output()).contains("\"tcb_status\" : \"UpToDate\"");
    }

    @Test
    void saysWhatItCouldNotFetch() {
        Terminal.Run fetched =
                Terminal.run(
                        "collateral",
                        "fetch",
                        "--into",
                        folder.toString(),
                        "--tdx",
                        SimulatedIntel.FMSPC,
                        "--pcs",
                        "http://127.0.0.1:1");
        assertThat(fetched.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(fetched.errors()).contains("/root/crl: ").contains("can't be fetched");
    }

    private Path export(int sequence) {
        Path bundle = folder.resolve("bundle-" + sequence);
        Terminal.Run exported =
                Terminal.run(
                        "collateral",
                        "export",
                        "--from",
                        home.resolve("tool").toString(),
                        "--key",
                        home.resolve("signer.pem").toString(),
                        "--sequence",
                        String.valueOf(sequence),
                        "--intel-root",
                        home.resolve("root.pem").toString(),
                        "--out",
                        bundle.toString());
        assertThat(exported.exitCode()).as(exported.errors()).isZero();
        assertThat(exported.output()).contains("6 documents");
        return bundle;
    }

    private static Terminal.Run verify(Path bundle, String key) {
        return Terminal.run(
                "collateral",
                "verify",
                bundle.toString(),
                "--key",
                home.resolve(key).toString(),
                "--intel-root",
                home.resolve("root.pem").toString());
    }

    private static Terminal.Run into(Path place, Path bundle) {
        return Terminal.run(
                "collateral",
                "import",
                bundle.toString(),
                "--key",
                home.resolve("signer.pub").toString(),
                "--into",
                place.toString());
    }

    private static void answer(HttpExchange exchange, JsonNode all) throws IOException {
        String path = exchange.getRequestURI().getPath();
        switch (path) {
            case "/tdx/certification/v4/tcb" -> {
                chain(
                        exchange,
                        "TCB-Info-Issuer-Chain",
                        all.at("/certificates/TCB-Info-Issuer-Chain"));
                send(exchange, all.at("/tcbinfos/0/tdx_tcbinfo").toString());
            }
            case "/tdx/certification/v4/qe/identity" -> {
                chain(
                        exchange,
                        "SGX-Enclave-Identity-Issuer-Chain",
                        all.at("/certificates/SGX-Enclave-Identity-Issuer-Chain"));
                send(exchange, all.get("tdqeidentity").toString());
            }
            case "/sgx/certification/v4/pckcrl" -> {
                chain(
                        exchange,
                        "SGX-PCK-CRL-Issuer-Chain",
                        all.at("/certificates/SGX-PCK-Certificate-Issuer-Chain/PLATFORM"));
                send(exchange, all.at("/pckcacrl/platformCrl").textValue());
            }
            default -> send(exchange, all.get("rootcacrl").textValue());
        }
    }

    private static void chain(HttpExchange exchange, String header, JsonNode chain) {
        exchange.getResponseHeaders().add(header, chain.textValue());
    }

    private static void send(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
