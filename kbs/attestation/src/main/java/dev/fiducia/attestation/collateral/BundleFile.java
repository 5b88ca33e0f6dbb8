package dev.fiducia.attestation.collateral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// The file of a bundle: a ZIP of `manifest.json`, `manifest.sig` (r ‖ s over the manifest's bytes)
/// and one file for each document, named by its SHA-256, which the manifest lists.
///
/// A file with anything missing, besides, twice or changed is refused as a whole.
public final class BundleFile {

    /// Largest file.
    public static final int MAX_BYTES = 64 << 20;

    private static final String FORMAT = "fiducia-collateral-bundle/1";
    private static final String MANIFEST = "manifest.json";
    private static final String SIGNATURE = "manifest.sig";
    private static final String CODE = "bundle-malformed";
    private static final int MAX_DOCUMENTS = 20_000;
    private static final int MAX_ENTRY = 4 << 20;
    private static final long MAX_UNPACKED = 256L << 20;

    private BundleFile() {}

    /// Signs documents.
    public static byte[] write(
            List<Document> documents,
            long sequence,
            Instant created,
            PrivateKey key,
            CryptoSuite crypto) {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("format", FORMAT).put("sequence", sequence).put("created", created.toString());
        ArrayNode listed = manifest.putArray("documents");
        Map<String, byte[]> files = new HashMap<>();
        for (Document document : documents) {
            byte[] content = document.encode();
            String digest = digest(content, crypto);
            files.put(digest + ".json", content);
            listed.addObject().put("id", document.id().name()).put("sha256", digest);
        }
        byte[] signed = manifest.toString().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            entry(zip, MANIFEST, signed);
            entry(zip, SIGNATURE, crypto.signEcdsaRaw(key, HashAlgorithm.SHA256, signed));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                entry(zip, file.getKey(), file.getValue());
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
        return out.toByteArray();
    }

    /// Reads a bundle that one of these keys signed. What is in the documents is not looked at.
    ///
    /// @throws BundleException for every other file
    public static Bundle read(byte[] file, List<BundleKey> keys, CryptoSuite crypto)
            throws BundleException {
        Map<String, byte[]> entries = unpack(file);
        byte[] manifest = take(entries, MANIFEST);
        byte[] signature = take(entries, SIGNATURE);
        BundleKey signer =
                keys.stream()
                        .filter(key ->
                                crypto.verifyEcdsaRaw(
                                        key.key(), HashAlgorithm.SHA256, manifest, signature))
                        .findFirst()
                        .orElseThrow(
                                () -> new BundleException("none of the configured keys signed it"));
        try {
            JsonPlace root = JsonPlace.root(json(manifest), CODE);
            if (!root.member("format").text().equals(FORMAT)) {
                throw new BundleException("it is of another format than " + FORMAT);
            }
            List<Document> documents = new ArrayList<>();
            for (JsonPlace listed : root.member("documents").elementsUpTo(MAX_DOCUMENTS)) {
                documents.add(document(listed, entries, crypto));
            }
            if (!entries.isEmpty()) {
                throw new BundleException("it holds files that its manifest doesn't list");
            }
            return new Bundle(
                    root.member("sequence").unsigned(Long.MAX_VALUE),
                    Instant.parse(root.member("created").text()),
                    signer.id(),
                    documents);
        } catch (RefusedException e) {
            throw new BundleException(e.refusal().describe(), e);
        } catch (DateTimeException e) {
            throw new BundleException("its manifest has no time of creation", e);
        }
    }

    private static Document document(
            JsonPlace listed, Map<String, byte[]> entries, CryptoSuite crypto)
            throws RefusedException, BundleException {
        String digest = listed.member("sha256").text();
        byte[] content = take(entries, digest + ".json");
        if (!digest(content, crypto).equals(digest)) {
            throw new BundleException(digest + ".json is not what the manifest lists");
        }
        Document document = Document.decode(content);
        if (!document.id().name().equals(listed.member("id").text())) {
            throw new BundleException(digest + ".json is another document than listed");
        }
        return document;
    }

    private static Map<String, byte[]> unpack(byte[] file) throws BundleException {
        if (file.length > MAX_BYTES) {
            throw new BundleException("it is larger than " + MAX_BYTES + " bytes");
        }
        Map<String, byte[]> entries = new HashMap<>();
        long unpacked = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = zip.readNBytes(MAX_ENTRY + 1);
                unpacked += content.length;
                if (content.length > MAX_ENTRY
                        || unpacked > MAX_UNPACKED
                        || entries.size() > MAX_DOCUMENTS + 2) {
                    throw new BundleException("it holds more than a bundle may");
                }
                if (entries.put(entry.getName(), content) != null) {
                    throw new BundleException("it holds a file twice");
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new BundleException("it is not a ZIP file, or a damaged one", e);
        }
        return entries;
    }

    private static byte[] take(Map<String, byte[]> entries, String name) throws BundleException {
        byte[] content = entries.remove(name);
        if (content == null) {
            throw new BundleException("it has no " + name);
        }
        return content;
    }

    private static JsonNode json(byte[] text) throws RefusedException {
        return switch (StrictJson.read(text)) {
            case StrictJson.Result.Read(JsonNode document) -> document;
            case StrictJson.Result.Unreadable(var refusal) -> throw new RefusedException(refusal);
        };
    }

    private static String digest(byte[] content, CryptoSuite crypto) {
        return HexFormat.of().formatHex(crypto.digest(HashAlgorithm.SHA256, content));
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0); // the same documents, the same bytes
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
