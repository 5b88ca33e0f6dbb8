package dev.fiducia.attestation.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.util.Arrays;
import java.util.Base64;

/// A simulated confidential VM of Azure on a simulated TDX platform; the counterpart of
/// [SimulatedAzureSnp]. Not thread-safe.
public final class SimulatedAzureTdx {

    private static final int UKI_REGISTER = 11;
    private static final int TD_REPORT_LENGTH = 1024;

    private final SimulatedTdx platform;
    private final CryptoSuite crypto;
    private final SimulatedVtpm vtpm;

    private SimulatedAzureTdx(SimulatedTdx platform, CryptoSuite crypto, SimulatedVtpm vtpm) {
        this.platform = platform;
        this.crypto = crypto;
        this.vtpm = vtpm;
    }

    /// A VM that has just booted: PCR 11 holds its image, PCR 8 nothing yet.
    public static SimulatedAzureTdx boot(SimulatedTdx platform, CryptoSuite crypto) {
        SimulatedVtpm vtpm = SimulatedVtpm.create(crypto);
        vtpm.extend(UKI_REGISTER, crypto.digest(HashAlgorithm.SHA256));
        return new SimulatedAzureTdx(platform, crypto, vtpm);
    }

    /// Extends PCR 8 with the first 32 bytes of an initdata digest, as pod VM images do.
    public SimulatedAzureTdx initdata(byte[] digest) {
        vtpm.extend(8, Arrays.copyOf(digest, 32));
        return this;
    }

    /// The evidence of a handshake, of version 2.
    public ObjectNode evidence(byte[] nonce) {
        byte[] runtimeData = SimulatedParavisor.runtimeData(vtpm.publicKey(), nonce);
        byte[] digest = crypto.digest(HashAlgorithm.SHA256, runtimeData);
        return evidence(nonce, runtimeData, platform.quote().reportData(digest).bytes());
    }

    /// Evidence with another TD quote than its own.
    ObjectNode evidence(byte[] nonce, byte[] runtimeData, byte[] tdQuote) {
        SimulatedQuote quote = vtpm.quote(nonce);
        byte[] hcl = SimulatedParavisor.report(4, new byte[TD_REPORT_LENGTH], runtimeData);
        ObjectNode evidence = JsonNodeFactory.instance.objectNode();
        evidence.put("version", 2);
        evidence.set("tpm_quote", SimulatedAzureSnp.quote(quote, quote.message()));
        evidence.put("hcl_report", Base64.getUrlEncoder().encodeToString(hcl));
        return evidence.put("td_quote", Base64.getUrlEncoder().encodeToString(tdQuote));
    }

    SimulatedVtpm vtpm() {
        return vtpm;
    }
}
