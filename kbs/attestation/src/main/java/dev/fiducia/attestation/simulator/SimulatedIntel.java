package dev.fiducia.attestation.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.intel.IntelDocumentIds;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.crypto.HashAlgorithm;

import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A vendor of simulated TDX platforms: root, Platform CA, signer of TCB info, and the collateral
/// that its service would give out.
public final class SimulatedIntel {

    public static final String FMSPC = "F1D0C1A00000";
    private static final String OID = "1.2.840.113741.1.13.1";
    private static final int COMPONENT_SVN = 5;
    private static final int PCE_SVN = 13;

    private final CryptoSuite crypto;
    private final SimulatedCertificate.Validity validity;
    private final SimulatedIntelAuthority root;
    private final SimulatedIntelAuthority platformCa;
    private final KeyPair tcbKeys;
    private final X509Certificate tcbSigner;

    private SimulatedIntel(CryptoSuite crypto, SimulatedCertificate.Validity validity) {
        this.crypto = crypto;
        this.validity = validity;
        this.root = SimulatedIntelAuthority.root("Intel SGX Root CA", validity, crypto);
        this.platformCa = root.intermediate("Intel SGX PCK Platform CA");
        this.tcbKeys = crypto.generateEc(EcCurve.P256);
        this.tcbSigner = root.issue("Intel SGX TCB Signing", tcbKeys.getPublic(), Optional.empty());
    }

    /// Makes new roots, valid from a day before now.
    public static SimulatedIntel create(Instant now, CryptoSuite crypto) {
        return new SimulatedIntel(crypto, SimulatedAmd.validity(now));
    }

    /// The root, for the configuration of a service that shall trust this vendor.
    public String rootPem() {
        return Pem.certificates(root.certificate());
    }

    /// A platform of this vendor that is up to date.
    public SimulatedTdx platform() {
        KeyPair pck = crypto.generateEc(EcCurve.P256);
        X509Certificate certificate =
                platformCa.issue(
                        "Intel SGX PCK Certificate",
                        pck.getPublic(),
                        Optional.of(extension(COMPONENT_SVN)));
        return new SimulatedTdx(
                crypto,
                pck,
                Pem.certificates(certificate, platformCa.certificate(), root.certificate()));
    }

    /// Collateral for its platforms in the file format of Intel's PcsClientTool: whatever is signed
    /// is signed.
    public String collateral() {
        return collateral(info -> info, qe -> qe, List.of(), List.of());
    }

    /// One edition of everything that is published again and again.
    ///
    /// @param number of TCB info, QE identity and revocation lists
    public record Edition(int number, Instant issued, Instant nextUpdate) {}

    /// Collateral of an edition.
    public String collateral(Edition edition) {
        UnaryOperator<ObjectNode> dated =
                document ->
                        document.put("tcbEvaluationDataNumber", edition.number())
                                .put("issueDate", edition.issued().toString())
                                .put("nextUpdate", edition.nextUpdate().toString());
        return collateral(dated, dated, List.of(), List.of(), edition);
    }

    /// The ids of its collateral.
    public IntelDocumentIds documentIds() {
        return IntelDocumentIds.ofRoot(rootPem(), crypto).orElseThrow();
    }

    /// The same with other content, signed all the same.
    String collateral(
            UnaryOperator<ObjectNode> tcbInfo,
            UnaryOperator<ObjectNode> qeIdentity,
            List<X509Certificate> revokedByRoot,
            List<X509Certificate> revokedByCa) {
        return collateral(
                tcbInfo,
                qeIdentity,
                revokedByRoot,
                revokedByCa,
                new Edition(1, validity.from(), validity.until()));
    }

    String collateral(
            UnaryOperator<ObjectNode> tcbInfo,
            UnaryOperator<ObjectNode> qeIdentity,
            List<X509Certificate> revokedByRoot,
            List<X509Certificate> revokedByCa,
            Edition lists) {
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        ObjectNode all = file.putObject("collaterals");
        ObjectNode info = all.putArray("tcbinfos").addObject().put("fmspc", FMSPC);
        info.set("tdx_tcbinfo", signed("tcbInfo", tcbInfo.apply(tcbInfo())));
        info.set("sgx_tcbinfo", signed("tcbInfo", tcbInfo.apply(sgxTcbInfo())));
        ObjectNode crls = all.putObject("pckcacrl");
        crls.put("platformCrl", HexFormat.of().formatHex(platformCa.revoke(revokedByCa, lists)));
        all.set(
                "tdqeidentity",
                signed("enclaveIdentity", qeIdentity.apply(qeIdentity("TD_QE", 2))));
        all.set("qeidentity", signed("enclaveIdentity", qeIdentity.apply(qeIdentity("QE", 1))));
        String chain =
                URLEncoder.encode(
                        Pem.certificates(tcbSigner, root.certificate()), StandardCharsets.UTF_8);
        ObjectNode certificates = all.putObject("certificates");
        certificates
                .put("TCB-Info-Issuer-Chain", chain)
                .put("SGX-Enclave-Identity-Issuer-Chain", chain);
        certificates
                .putObject("SGX-PCK-Certificate-Issuer-Chain")
                .put(
                        "PLATFORM",
                        URLEncoder.encode(
                                Pem.certificates(platformCa.certificate(), root.certificate()),
                                StandardCharsets.UTF_8));
        all.put("rootcacrl", HexFormat.of().formatHex(root.revoke(revokedByRoot, lists)));
        return file.toString();
    }

    X509Certificate platformCaCertificate() {
        return platformCa.certificate();
    }

    X509Certificate tcbSigner() {
        return tcbSigner;
    }

    private ObjectNode signed(String name, ObjectNode content) {
        byte[] text = content.toString().getBytes(StandardCharsets.UTF_8);
        byte[] signature = crypto.signEcdsaRaw(tcbKeys.getPrivate(), HashAlgorithm.SHA256, text);
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set(name, content);
        return document.put("signature", HexFormat.of().formatHex(signature));
    }

    private ObjectNode tcbInfo() {
        ObjectNode info = JsonNodeFactory.instance.objectNode();
        info.put("id", "TDX").put("version", 3);
        dates(info).put("fmspc", FMSPC).put("pceId", "0000");
        info.put("tcbType", 0).put("tcbEvaluationDataNumber", 17);
        module(info.putObject("tdxModule"));
        ObjectNode identity = info.putArray("tdxModuleIdentities").addObject();
        module(identity.put("id", "TDX_01"));
        ArrayNode modules = identity.putArray("tcbLevels");
        level(modules.addObject(), "UpToDate").putObject("tcb").put("isvsvn", 4);
        level(modules.addObject(), "OutOfDate").putObject("tcb").put("isvsvn", 2);
        ArrayNode levels = info.putArray("tcbLevels");
        platform(levels, COMPONENT_SVN, PCE_SVN, "UpToDate");
        platform(levels, COMPONENT_SVN - 1, PCE_SVN, "OutOfDate")
                .putArray("advisoryIDs")
                .add("INTEL-SA-00001");
        return info;
    }

    private ObjectNode sgxTcbInfo() {
        ObjectNode info = tcbInfo().put("id", "SGX");
        info.remove(List.of("tdxModule", "tdxModuleIdentities"));
        info.get("tcbLevels")
                .forEach(level -> ((ObjectNode) level.get("tcb")).remove("tdxtcbcomponents"));
        return info;
    }

    private ObjectNode qeIdentity(String id, int productId) {
        ObjectNode qe = JsonNodeFactory.instance.objectNode();
        qe.put("id", id).put("version", 2);
        dates(qe).put("tcbEvaluationDataNumber", 17);
        qe.put("miscselect", "00000000").put("miscselectMask", "FFFFFFFF");
        qe.put("attributes", "11000000000000000000000000000000");
        qe.put("attributesMask", "FBFFFFFFFFFFFFFF0000000000000000");
        qe.put("mrsigner", "DC".repeat(32)).put("isvprodid", productId);
        ArrayNode levels = qe.putArray("tcbLevels");
        level(levels.addObject(), "UpToDate").putObject("tcb").put("isvsvn", 4);
        level(levels.addObject(), "OutOfDate").putObject("tcb").put("isvsvn", 2);
        return qe;
    }

    private ObjectNode dates(ObjectNode document) {
        return document.put("issueDate", validity.from().toString())
                .put("nextUpdate", validity.until().toString());
    }

    private static void module(ObjectNode module) {
        module.put("mrsigner", "00".repeat(48)).put("attributes", "0000000000000000");
        module.put("attributesMask", "FFFFFFFFFFFFFFFF");
    }

    private static ObjectNode level(ObjectNode level, String status) {
        return level.put("tcbDate", "2024-03-13T00:00:00Z").put("tcbStatus", status);
    }

    static ObjectNode platform(ArrayNode levels, int componentSvn, int pceSvn, String status) {
        ObjectNode level = level(levels.addObject(), status);
        ObjectNode tcb = level.putObject("tcb");
        ArrayNode sgx = tcb.putArray("sgxtcbcomponents");
        ArrayNode tdx = tcb.putArray("tdxtcbcomponents");
        for (int i = 0; i < 16; i++) {
            sgx.addObject().put("svn", componentSvn);
            tdx.addObject().put("svn", i == 0 || i == 2 ? 3 : 0);
        }
        tcb.put("pcesvn", pceSvn);
        return level;
    }

    private static ASN1Encodable extension(int componentSvn) {
        ASN1Encodable[] tcb = new ASN1Encodable[18];
        for (int i = 0; i < 16; i++) {
            tcb[i] = pair("2." + (i + 1), new ASN1Integer(componentSvn));
        }
        tcb[16] = pair("2.17", new ASN1Integer(PCE_SVN));
        tcb[17] = pair("2.18", new DEROctetString(new byte[16]));
        ASN1Encodable[] configuration = {
            pair("7.1", ASN1Boolean.TRUE),
            pair("7.2", ASN1Boolean.TRUE),
            pair("7.3", ASN1Boolean.FALSE)
        };
        byte[] ppid = HexFormat.of().parseHex("50".repeat(16));
        byte[] instance = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");
        return new DERSequence(
                new ASN1Encodable[] {
                    pair("1", new DEROctetString(ppid)),
                    pair("2", new DERSequence(tcb)),
                    pair("3", new DEROctetString(new byte[2])),
                    pair("4", new DEROctetString(HexFormat.of().parseHex(FMSPC))),
                    pair("5", new ASN1Enumerated(1)),
                    pair("6", new DEROctetString(instance)),
                    pair("7", new DERSequence(configuration))
                });
    }

    private static ASN1Encodable pair(String arc, ASN1Encodable value) {
        return new DERSequence(
                new ASN1Encodable[] {new ASN1ObjectIdentifier(OID + "." + arc), value});
    }
}
