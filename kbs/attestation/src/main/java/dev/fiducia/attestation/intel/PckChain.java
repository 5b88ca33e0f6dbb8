package dev.fiducia.attestation.intel;

import dev.fiducia.attestation.evidence.PemCertificates;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.List;

/// The certificates of a platform's key (PCK) up to a trusted root.
///
/// @param pck for the key that signs the quoting enclave's report
/// @param key that key, as the suite's provider uses it
/// @param issuer Intel's Platform CA or Processor CA
/// @param root ends the chain
/// @param anchor which trusted root that is
/// @param isPlatform whether the issuer is the Platform CA
/// @param platform what the PCK certificate says of the platform
/// @param rootKeyId what claims call the root
/// @param tdx names the collateral for TDs on this platform
/// @param sgx names the collateral for enclaves on this platform
/// @param issuersPem issuer and root
record PckChain(
        X509Certificate pck,
        ECPublicKey key,
        X509Certificate issuer,
        X509Certificate root,
        IntelAnchors.Anchor anchor,
        boolean isPlatform,
        PckExtension platform,
        String rootKeyId,
        IntelDocumentIds.Wanted tdx,
        IntelDocumentIds.Wanted sgx,
        String issuersPem) {

    private static final String PCK = "Intel SGX PCK Certificate";
    private static final String PLATFORM_CA = "Intel SGX PCK Platform CA";
    private static final String PROCESSOR_CA = "Intel SGX PCK Processor CA";

    /// Reads and verifies a PEM text: PCK, issuer, root. Dates are not looked at.
    static PckChain of(String pem, IntelAnchors anchors, CryptoSuite crypto)
            throws RefusedException {
        List<X509Certificate> chain = certificates(pem, crypto);
        if (chain.size() != 3) {
            throw invalid("The PCK chain has " + chain.size() + " certificates, not 3");
        }
        X509Certificate pck = chain.getFirst();
        X509Certificate issuer = chain.get(1);
        X509Certificate root = chain.getLast();
        IntelAnchors.Anchor anchor = anchors.of(root, crypto);
        if (!IntelSignatures.issued(root, issuer, crypto)) {
            throw invalid("The issuer of the PCK is not issued by the root");
        }
        if (!IntelSignatures.issued(issuer, pck, crypto)) {
            throw invalid("The PCK is not issued by the certificate behind it");
        }
        boolean isPlatform = isIssuer(issuer, true);
        if (!isPlatform && !isIssuer(issuer, false)) {
            throw invalid("The PCK is issued by neither the Platform nor the Processor CA");
        }
        if (PemCertificates.commonName(pck).filter(PCK::equals).isEmpty()
                || pck.getBasicConstraints() >= 0) {
            throw invalid("The first certificate is not one of a PCK");
        }
        ECPublicKey key =
                IntelSignatures.p256(pck.getPublicKey(), crypto)
                        .orElseThrow(() -> invalid("The PCK is not a key on P-256"));
        PckExtension platform = PckExtension.of(pck, isPlatform);
        IntelDocumentIds ids = IntelDocumentIds.of(anchor, crypto);
        return new PckChain(
                pck,
                key,
                issuer,
                root,
                anchor,
                isPlatform,
                platform,
                anchor.keyId(crypto),
                ids.wanted(true, platform.fmspc(), isPlatform),
                ids.wanted(false, platform.fmspc(), isPlatform),
                PemCertificates.write(List.of(issuer, root)));
    }

    /// Whether the name is that of the Platform CA, or of the Processor CA.
    static boolean isIssuer(X509Certificate certificate, boolean platformCa) {
        return PemCertificates.commonName(certificate)
                .filter((platformCa ? PLATFORM_CA : PROCESSOR_CA)::equals)
                .isPresent();
    }

    /// What the collateral for a kind of quote is called.
    IntelDocumentIds.Wanted wanted(DcapQuote.Kind kind) {
        return kind == DcapQuote.Kind.TDX ? tdx : sgx;
    }

    List<X509Certificate> certificates() {
        return List.of(pck, issuer, root);
    }

    static List<X509Certificate> certificates(String pem, CryptoSuite crypto)
            throws RefusedException {
        try {
            return PemCertificates.all(pem, crypto);
        } catch (CertificateException e) {
            throw invalid("A chain holds something that is no certificate");
        }
    }

    static RefusedException invalid(String message) {
        return RefusedException.of("dcap-chain-invalid", message);
    }
}
