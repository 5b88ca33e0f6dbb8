package dev.fiducia.attestation.nvidia;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.P384Chains;
import dev.fiducia.attestation.evidence.PemCertificates;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.evidence.Verification;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Verifies evidence of one BlueField DPU: a root that the operator named vouches for the device's
/// identity (DeviceID), that for the session's key (alias), that signed the handshake's report
/// data.
public final class DpuVerifier implements Verifier {

    private static final String CODE = "nvidia-dpu-evidence-malformed";
    private static final String CHAIN = "nvidia-dpu-chain-invalid";
    private static final long MAX_U32 = 0xFFFF_FFFFL;
    private static final long VERSION = 1;
    private static final int MAX_CERTIFICATE = 16 << 10;
    private static final int MAX_SIGNATURE = 128;
    private static final int RAW_SIGNATURE = 96;
    private static final int REPORT_DATA = 64;

    private final List<X509Certificate> roots;
    private final DpuConfig config;
    private final CryptoSuite crypto;
    private final InstantSource clock;

    private DpuVerifier(
            List<X509Certificate> roots,
            DpuConfig config,
            CryptoSuite crypto,
            InstantSource clock) {
        this.roots = roots;
        this.config = config;
        this.crypto = crypto;
        this.clock = clock;
    }

    /// A verifier set up as configured.
    ///
    /// @throws VerifierSetupException when a file can't be read or holds no root on P-384
    public static DpuVerifier create(DpuConfig config, CryptoSuite crypto, InstantSource clock)
            throws VerifierSetupException {
        List<X509Certificate> roots = DeviceRoots.read(config.roots(), crypto);
        for (X509Certificate root : roots) {
            if (P384Chains.key(root.getPublicKey(), crypto).isEmpty()) {
                throw new VerifierSetupException(
                        "DPU root " + root.getSubjectX500Principal() + " is not on P-384");
            }
        }
        return new DpuVerifier(roots, config, crypto, clock);
    }

    @Override
    public Tee tee() {
        return Tee.NVIDIA_DPU;
    }

    @Override
    public VerificationResult verify(JsonNode evidence, Expectations expected) {
        return Verification.of(() -> verified(evidence, expected));
    }

    /// The checks of the specification, section 4.16.
    private TeeClaims verified(JsonNode json, Expectations expected) throws RefusedException {
        byte[] reportData = Verification.requiredReportData(expected, "Evidence of DPUs");
        JsonPlace root = JsonPlace.root(json, CODE);
        if (root.member("version").unsigned(MAX_U32) != VERSION) {
            throw root.refused("is of another version than " + VERSION);
        }
        JsonPlace list = root.member("devices");
        List<JsonPlace> devices = list.elementsUpTo(1);
        if (devices.isEmpty()) {
            throw list.refused("is not about exactly one device");
        }
        JsonPlace device = devices.getFirst();
        device.member("architecture").text();
        X509Certificate identity = certificate(device.member("device_id_cert"));
        X509Certificate alias = certificate(device.member("alias_cert"));
        chain(identity, alias);
        // The attester pads or cuts to the 64 bytes that the device signs.
        byte[] signed = Arrays.copyOf(reportData, REPORT_DATA);
        binding(alias, signed, device.member("report_data_signature").base64UpTo(MAX_SIGNATURE));
        return new TeeClaims(
                Tee.NVIDIA_DPU, Tee.NVIDIA_DPU.teeClass(), claims(identity, alias, reportData));
    }

    private void chain(X509Certificate identity, X509Certificate alias) throws RefusedException {
        Instant now = clock.instant();
        if (roots.stream().noneMatch(root -> P384Chains.signed(root, identity, crypto))) {
            throw invalid("The device's certificate is not issued by a root that is trusted");
        }
        if (!P384Chains.isCurrent(identity, now)) {
            throw invalid("The device's certificate is out of its time");
        }
        if (!P384Chains.signed(identity, alias, crypto)) {
            throw invalid("The session's certificate is not issued by the device");
        }
        Instant made = alias.getNotBefore().toInstant();
        if (!P384Chains.isCurrent(alias, now) || now.isAfter(made.plus(config.maxAge()))) {
            throw invalid("The session's certificate is not of the last " + config.maxAge());
        }
    }

    private void binding(X509Certificate alias, byte[] data, byte[] signature)
            throws RefusedException {
        ECPublicKey key =
                P384Chains.key(alias.getPublicKey(), crypto)
                        .orElseThrow(() -> invalid("The session's key is not on P-384"));
        boolean isSigned =
                signature.length == RAW_SIGNATURE
                        ? crypto.verifyEcdsaRaw(key, HashAlgorithm.SHA384, data, signature)
                        : crypto.verifyEcdsa(key, HashAlgorithm.SHA384, data, signature);
        if (!isSigned) {
            throw RefusedException.of(
                    "report-data-mismatch",
                    "The session's key did not sign the expected report data");
        }
    }

    private ObjectNode claims(X509Certificate identity, X509Certificate alias, byte[] reportData)
            throws RefusedException {
        List<byte[]> layers = FirmwareLayers.of(identity);
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("device_serial", identity.getSerialNumber().toString(16));
        claims.put("device_class", PemCertificates.commonName(identity).orElse("unknown"));
        claims.put("firmware_layers_count", layers.size());
        claims.put(
                "accumulated_fwid",
                HexFormat.of()
                        .formatHex(
                                crypto.digest(
                                        HashAlgorithm.SHA384, layers.toArray(byte[][]::new))));
        claims.put("alias_timestamp", alias.getNotBefore().toInstant().getEpochSecond());
        claims.put("session_nonce", HexFormat.of().formatHex(reportData));
        return claims;
    }

    private X509Certificate certificate(JsonPlace place) throws RefusedException {
        try {
            return crypto.certificate(place.base64UpTo(MAX_CERTIFICATE));
        } catch (CertificateException e) {
            throw place.refused("is no certificate");
        }
    }

    private static RefusedException invalid(String message) {
        return RefusedException.of(CHAIN, message);
    }
}
