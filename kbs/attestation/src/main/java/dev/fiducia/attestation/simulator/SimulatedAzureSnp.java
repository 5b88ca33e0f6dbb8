package dev.fiducia.attestation.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A simulated confidential VM of Azure on a simulated SNP processor: paravisor, vTPM with its own
/// attestation key, and evidence as the guest's attester sends it.
///
/// Whoever trusts the processor's root trusts this VM. Not thread-safe.
public final class SimulatedAzureSnp {

    /// Where the guest measures the unified kernel image; SHA-256 of nothing stands for it.
    private static final int UKI_REGISTER = 11;

    private final SimulatedSnp processor;
    private final CryptoSuite crypto;
    private final SimulatedVtpm vtpm;

    private SimulatedAzureSnp(SimulatedSnp processor, CryptoSuite crypto, SimulatedVtpm vtpm) {
        this.processor = processor;
        this.crypto = crypto;
        this.vtpm = vtpm;
    }

    /// A VM that has just booted: PCR 11 holds its image, PCR 8 nothing yet.
    public static SimulatedAzureSnp boot(SimulatedSnp processor, CryptoSuite crypto) {
        SimulatedVtpm vtpm = SimulatedVtpm.create(crypto);
        vtpm.extend(UKI_REGISTER, crypto.digest(HashAlgorithm.SHA256));
        return new SimulatedAzureSnp(processor, crypto, vtpm);
    }

    /// Extends PCR 8 with the first 32 bytes of an initdata digest, as pod VM images do.
    public SimulatedAzureSnp initdata(byte[] digest) {
        return extend(8, Arrays.copyOf(digest, 32));
    }

    /// Extends a register of the SHA-256 bank with 32 bytes.
    public SimulatedAzureSnp extend(int register, byte[] digest) {
        vtpm.extend(register, digest);
        return this;
    }

    /// The evidence of a handshake, of version 2.
    public ObjectNode evidence(byte[] nonce) {
        return evidence(2, vtpm.quote(nonce), hclReport(nonce));
    }

    SimulatedVtpm vtpm() {
        return vtpm;
    }

    SimulatedSnp processor() {
        return processor;
    }

    byte[] runtimeData(byte[] userData) {
        return SimulatedParavisor.runtimeData(vtpm.publicKey(), userData);
    }

    byte[] hclReport(byte[] userData) {
        byte[] runtimeData = runtimeData(userData);
        return hclReport(processor.report(), runtimeData);
    }

    byte[] hclReport(SimulatedReport report, byte[] runtimeData) {
        byte[] measurement = new byte[48];
        Arrays.fill(measurement, (byte) 0xA2);
        report.measurement(measurement)
                .reportData(crypto.digest(HashAlgorithm.SHA256, runtimeData));
        return SimulatedParavisor.report(2, report.bytes(), runtimeData);
    }

    /// Evidence of a version from its parts.
    ObjectNode evidence(int version, SimulatedQuote quote, byte[] hclReport) {
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        byte[] message = quote.message();
        byte[] vcek = Pem.der(processor.endorsed().vek());
        if (version == 0) {
            ObjectNode early = evidence.putObject("quote");
            bytes(early.putArray("signature"), quote.sign(message));
            bytes(early.putArray("message"), message);
            ArrayNode pcrs = early.putArray("pcrs");
            for (byte[] value : quote.values()) {
                bytes(pcrs.addArray(), value);
            }
            bytes(evidence.putArray("report"), hclReport);
            return evidence.put("vcek", Pem.certificates(processor.endorsed().vek()));
        }
        evidence.put("version", version);
        evidence.set("tpm_quote", quote(quote, message));
        evidence.put("hcl_report", Base64.getUrlEncoder().encodeToString(hclReport));
        return evidence.put("vcek", Base64.getUrlEncoder().encodeToString(vcek));
    }

    static ObjectNode quote(SimulatedQuote quote, byte[] message) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("signature", HexFormat.of().formatHex(quote.sign(message)));
        json.put("message", HexFormat.of().formatHex(message));
        ArrayNode pcrs = json.putArray("pcrs");
        for (byte[] value : quote.values()) {
            pcrs.add(HexFormat.of().formatHex(value));
        }
        return json;
    }

    private static void bytes(ArrayNode array, byte[] bytes) {
        for (byte b : bytes) {
            array.add(Byte.toUnsignedInt(b));
        }
    }
}
