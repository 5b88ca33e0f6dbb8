package dev.fiducia.attestation.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;

import java.io.IOException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/// A simulated DPU: its identity below a root, and a session's key below that.
final class SimulatedDpu {

    private final CryptoSuite crypto;
    private final SimulatedDeviceAuthority identity;
    private final KeyPair session;
    private final X509Certificate alias;

    private SimulatedDpu(
            CryptoSuite crypto,
            SimulatedDeviceAuthority identity,
            KeyPair session,
            X509Certificate alias) {
        this.crypto = crypto;
        this.identity = identity;
        this.session = session;
        this.alias = alias;
    }

    static SimulatedDpu below(
            SimulatedDeviceAuthority root, Instant now, byte[] tcbInfo, CryptoSuite crypto) {
        SimulatedDeviceAuthority identity = root.device("bluefield3", tcbInfo);
        KeyPair session = crypto.generateEc(EcCurve.P384);
        X509Certificate alias =
                identity.issue(
                        "session",
                        session.getPublic(),
                        new SimulatedCertificate.Validity(now, now.plus(Duration.ofDays(9))),
                        new byte[0]);
        return new SimulatedDpu(crypto, identity, session, alias);
    }

    /// TcbInfo with one digest for each layer.
    static byte[] tcbInfo(byte[]... digests) throws IOException {
        ASN1EncodableVector layers = new ASN1EncodableVector();
        for (byte[] digest : digests) {
            ASN1EncodableVector layer = new ASN1EncodableVector();
            layer.add(new ASN1ObjectIdentifier("2.16.840.1.101.3.4.2.2"));
            layer.add(new DEROctetString(digest));
            layers.add(new DERSequence(layer));
        }
        return new DERSequence(new DERTaggedObject(false, 6, new DERSequence(layers))).getEncoded();
    }

    X509Certificate identity() {
        return identity.certificate();
    }

    X509Certificate alias() {
        return alias;
    }

    byte[] sign(byte[] reportData) {
        return crypto.signEcdsaRaw(
                session.getPrivate(), HashAlgorithm.SHA384, Arrays.copyOf(reportData, 64));
    }

    byte[] signDer(byte[] reportData) {
        return crypto.signEcdsa(
                session.getPrivate(), HashAlgorithm.SHA384, Arrays.copyOf(reportData, 64));
    }

    ObjectNode evidence(byte[] reportData) {
        return evidence(identity(), alias, sign(reportData));
    }

    static ObjectNode evidence(X509Certificate identity, X509Certificate alias, byte[] signature) {
        return evidence(Pem.der(identity), Pem.der(alias), signature);
    }

    static ObjectNode evidence(byte[] identity, byte[] alias, byte[] signature) {
        ObjectNode evidence = JsonNodeFactory.instance.objectNode().put("version", 1);
        Base64.Encoder base64 = Base64.getEncoder();
        evidence.putArray("devices")
                .addObject()
                .put("architecture", "bluefield3")
                .put("alias_cert", base64.encodeToString(alias))
                .put("device_id_cert", base64.encodeToString(identity))
                .put("report_data_signature", base64.encodeToString(signature));
        return evidence;
    }
}
