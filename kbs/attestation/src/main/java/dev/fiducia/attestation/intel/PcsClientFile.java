package dev.fiducia.attestation.intel;

import com.fasterxml.jackson.databind.node.MissingNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.attestation.collateral.Document;
import dev.fiducia.attestation.collateral.DocumentId;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A file that Intel's PcsClientTool writes: collateral for any number of families of platforms, in
/// `{"collaterals":{…}}`. Documents are cut out as they stand; nothing is checked here.
final class PcsClientFile {

    private static final Pattern FMSPC = Pattern.compile("[0-9A-F]{12}");

    private final Map<String, byte[]> all;
    private final Map<String, byte[]> chains;
    private final IntelDocumentIds ids;
    private final String tcbChain;
    private final List<Document> found = new ArrayList<>();

    private PcsClientFile(byte[] file, CryptoSuite crypto) throws RefusedException {
        this.all = object(SignedText.members(file, "file"), "collaterals");
        this.chains = object(all, "certificates");
        this.tcbChain = urlDecoded(chains, "TCB-Info-Issuer-Chain");
        List<X509Certificate> chain = PckChain.certificates(tcbChain, crypto);
        if (chain.isEmpty()) {
            throw SignedText.malformed("TCB-Info-Issuer-Chain", "holds no certificate");
        }
        this.ids =
                IntelDocumentIds.unverified(chain.getLast(), crypto)
                        .orElseThrow(() ->
                                SignedText.malformed(
                                        "TCB-Info-Issuer-Chain", "ends at no root of Intel's"));
    }

    /// The documents, under the root that the file's own chain ends at.
    static List<Document> parse(byte[] file, CryptoSuite crypto) throws RefusedException {
        PcsClientFile parsed = new PcsClientFile(file, crypto);
        parsed.lists();
        parsed.identities();
        parsed.tcbInfos();
        return parsed.found;
    }

    private void lists() throws RefusedException {
        if (all.containsKey("rootcacrl")) {
            add(ids.rootCrl(), "", ascii(text(all, "rootcacrl")));
        }
        Map<String, byte[]> crls = object(all, "pckcacrl");
        Map<String, byte[]> issuers =
                chains.containsKey("SGX-PCK-Certificate-Issuer-Chain")
                        ? object(chains, "SGX-PCK-Certificate-Issuer-Chain")
                        : Map.of();
        for (boolean platform : new boolean[] {true, false}) {
            String name = platform ? "platformCrl" : "processorCrl";
            String issuer = platform ? "PLATFORM" : "PROCESSOR";
            if (crls.containsKey(name)) {
                // Without its issuer it is checked with the certificates of the first quote.
                String chain = issuers.containsKey(issuer) ? urlDecoded(issuers, issuer) : "";
                add(ids.pckCrl(platform), chain, ascii(text(crls, name)));
            }
        }
    }

    private void identities() throws RefusedException {
        if (!chains.containsKey("SGX-Enclave-Identity-Issuer-Chain")) {
            return;
        }
        String chain = urlDecoded(chains, "SGX-Enclave-Identity-Issuer-Chain");
        early(all, "tdqeidentity").ifPresent(qe -> add(ids.qeIdentity(true), chain, qe));
        early(all, "qeidentity").ifPresent(qe -> add(ids.qeIdentity(false), chain, qe));
    }

    private void tcbInfos() throws RefusedException {
        for (byte[] element : SignedText.elements(required(all, "tcbinfos"), "tcbinfos")) {
            Map<String, byte[]> info = SignedText.members(element, "tcbinfos");
            String fmspc = text(info, "fmspc").toUpperCase(Locale.ROOT);
            if (!FMSPC.matcher(fmspc).matches()) {
                throw SignedText.malformed("fmspc", "is not of 12 hexadecimal digits");
            }
            early(info, "tdx_tcbinfo").ifPresent(t -> add(ids.tcbInfo(true, fmspc), tcbChain, t));
            early(info, "sgx_tcbinfo").ifPresent(t -> add(ids.tcbInfo(false, fmspc), tcbChain, t));
        }
    }

    private void add(DocumentId id, String chain, byte[] body) {
        found.add(new Document(id, chain, body));
    }

    /// The document of the early update where there is one, as Trustee prefers it.
    private static Optional<byte[]> early(Map<String, byte[]> members, String name) {
        byte[] early = members.get(name + "_early");
        return Optional.ofNullable(early == null ? members.get(name) : early);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Map<String, byte[]> object(Map<String, byte[]> members, String name)
            throws RefusedException {
        return SignedText.members(required(members, name), name);
    }

    private static String urlDecoded(Map<String, byte[]> members, String name)
            throws RefusedException {
        try {
            return URLDecoder.decode(text(members, name), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw SignedText.malformed(name, "is not URL-encoded");
        }
    }

    private static String text(Map<String, byte[]> members, String name) throws RefusedException {
        var node =
                switch (StrictJson.read(required(members, name))) {
                    case StrictJson.Result.Read(var document) -> document;
                    case StrictJson.Result.Unreadable _ -> MissingNode.getInstance();
                };
        if (!node.isTextual()) {
            throw SignedText.malformed(name, "is not a string");
        }
        return node.textValue();
    }

    private static byte[] required(Map<String, byte[]> members, String name)
            throws RefusedException {
        byte[] value = members.get(name);
        if (value == null) {
            throw SignedText.malformed(name, "is missing");
        }
        return value;
    }
}
