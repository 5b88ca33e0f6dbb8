package dev.fiducia.attestation.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.collateral.DocumentSource;
import dev.fiducia.attestation.snp.SnpConfig;
import dev.fiducia.attestation.snp.SnpProduct;
import dev.fiducia.attestation.snp.SnpSetupException;
import dev.fiducia.attestation.snp.SnpTcb;
import dev.fiducia.attestation.snp.SnpVerifier;
import dev.fiducia.attestation.snp.VekType;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/// Simulated vendors and chips that tests share, since RSA keys take a while to make.
public final class Simulation {

    public static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.AUTO);
    public static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    public static final SimulatedAmd MILAN = SimulatedAmd.create(SnpProduct.MILAN, NOW, CRYPTO);
    public static final SnpTcb TCB = new SnpTcb(SnpTcb.Layout.CLASSIC, 0, 4, 0, 24, 219);
    public static final SimulatedSnp CHIP = MILAN.chip(chipId(), TCB, NOW);

    private static final JsonMapper JSON = new JsonMapper();

    private Simulation() {}

    public static byte[] chipId() {
        byte[] id = new byte[64];
        Arrays.fill(id, (byte) 0xC1);
        return id;
    }

    /// A verifier that trusts these roots, without sources.
    public static SnpVerifier trusting(String... rootsPem) {
        return trusting(List.of(), rootsPem);
    }

    /// A verifier that trusts these roots, with sources.
    public static SnpVerifier trusting(List<? extends DocumentSource> sources, String... rootsPem) {
        try {
            Path file = Files.createTempFile("roots", ".pem");
            try {
                Files.writeString(file, String.join("", rootsPem));
                SnpConfig config = SnpConfig.offline().withExtraRoots(List.of(file));
                return SnpVerifier.create(config, sources, CRYPTO, InstantSource.fixed(NOW));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SnpSetupException e) {
            throw new AssertionError(e);
        }
    }

    /// Verifies as a service does: what was sent is text.
    public static VerificationResult verify(
            Verifier verifier, JsonNode evidence, Expectations expected) {
        try {
            return verifier.verify(JSON.readTree(evidence.toString()), expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A chip whose endorsement was made otherwise than it should be.
    static SimulatedSnp chip(
            KeyPair keys, VekType type, X509Certificate vek, X509Certificate intermediate) {
        return new SimulatedSnp(
                CRYPTO,
                SnpProduct.MILAN,
                new SimulatedSnp.Endorsed(type, keys, vek, intermediate, MILAN.ark().certificate()),
                chipId(),
                TCB);
    }

    static KeyPair vekKeys() {
        return CRYPTO.generateEc(EcCurve.P384);
    }

    /// Evidence with these certificates in place of its own.
    static ObjectNode withCertificates(SimulatedSnp chip, Object... typesAndCertificates) {
        ObjectNode evidence = chip.report().evidence();
        ArrayNode chain = evidence.putArray("cert_chain");
        for (int i = 0; i < typesAndCertificates.length; i += 2) {
            SimulatedEvidence.certificate(
                    chain,
                    (String) typesAndCertificates[i],
                    (X509Certificate) typesAndCertificates[i + 1]);
        }
        return evidence;
    }
}
