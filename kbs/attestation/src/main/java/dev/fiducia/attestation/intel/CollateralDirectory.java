package dev.fiducia.attestation.intel;

import com.fasterxml.jackson.databind.node.MissingNode;

import dev.fiducia.attestation.StrictJson;
import dev.fiducia.attestation.evidence.RefusedException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Collateral in a directory: `*.json` files in the format of Intel's PcsClientTool, read again
/// when one of them changes.
///
/// A file that can't be read is logged and left out; what is in the others counts. The documents'
/// signatures are checked by the verifier, over their text as it stands in the file.
public final class CollateralDirectory implements DcapCollateralSource {

    private static final Logger LOG = LoggerFactory.getLogger(CollateralDirectory.class);
    private static final long MAX_FILE_BYTES = 16L << 20;

    private final Path directory;
    private State state;

    /// @param stamps name, size and time of every file
    private record State(Map<Path, String> stamps, Map<Request, DcapCollateral> collateral) {}

    private CollateralDirectory(Path directory, State state) {
        this.directory = directory;
        this.state = state;
    }

    /// Reads a directory for the first time.
    ///
    /// @throws IntelSetupException when there is no such directory
    public static CollateralDirectory open(Path directory) throws IntelSetupException {
        try {
            Map<Path, String> stamps = stamps(directory);
            return new CollateralDirectory(directory, new State(stamps, read(stamps)));
        } catch (IOException e) {
            throw new IntelSetupException(
                    "Collateral directory " + directory + " can't be read: " + e.getMessage(), e);
        }
    }

    static List<CollateralDirectory> all(List<Path> directories) throws IntelSetupException {
        List<CollateralDirectory> all = new ArrayList<>();
        for (Path directory : directories) {
            all.add(open(directory));
        }
        return all;
    }

    @Override
    public Optional<DcapCollateral> find(Request request) {
        return Optional.ofNullable(current().collateral().get(request));
    }

    private synchronized State current() {
        try {
            Map<Path, String> stamps = stamps(directory);
            if (!stamps.equals(state.stamps())) {
                state = new State(stamps, read(stamps));
            }
        } catch (IOException e) {
            LOG.warn("Collateral directory {} can't be read: {}", directory, e.getMessage());
        }
        return state;
    }

    private static Map<Path, String> stamps(Path directory) throws IOException {
        Map<Path, String> stamps = new HashMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                stamps.put(file, Files.size(file) + "@" + Files.getLastModifiedTime(file));
            }
        }
        return stamps;
    }

    private static Map<Request, DcapCollateral> read(Map<Path, String> stamps) {
        Map<Request, DcapCollateral> collateral = new HashMap<>();
        for (Path file : stamps.keySet().stream().sorted().toList()) {
            try {
                if (Files.size(file) > MAX_FILE_BYTES) {
                    throw new IOException("larger than " + MAX_FILE_BYTES + " bytes");
                }
                collateral.putAll(parse(Files.readAllBytes(file)));
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("Collateral {} can't be read: {}", file, e.getMessage());
            } catch (RefusedException e) {
                LOG.warn("Collateral {} is left out: {}", file, e.refusal().describe());
            }
        }
        return collateral;
    }

    /// The documents of one file, for every family of platforms in it.
    static Map<Request, DcapCollateral> parse(byte[] file) throws RefusedException {
        Map<String, byte[]> all = object(SignedText.members(file, "file"), "collaterals");
        Map<String, byte[]> chains = object(all, "certificates");
        String tcbChain = urlDecoded(chains, "TCB-Info-Issuer-Chain");
        String qeChain = urlDecoded(chains, "SGX-Enclave-Identity-Issuer-Chain");
        Map<String, byte[]> pckCrls = object(all, "pckcacrl");
        byte[] rootCrl = text(all, "rootcacrl").getBytes(StandardCharsets.US_ASCII);
        Map<Request, DcapCollateral> found = new HashMap<>();
        for (Map<String, byte[]> info : objects(all, "tcbinfos")) {
            String fmspc = text(info, "fmspc").toUpperCase(Locale.ROOT);
            for (boolean tdx : new boolean[] {true, false}) {
                Optional<byte[]> tcbInfo = early(info, tdx ? "tdx_tcbinfo" : "sgx_tcbinfo");
                Optional<byte[]> qe = early(all, tdx ? "tdqeidentity" : "qeidentity");
                for (boolean platform : new boolean[] {true, false}) {
                    String crl = platform ? "platformCrl" : "processorCrl";
                    if (tcbInfo.isPresent() && qe.isPresent() && pckCrls.containsKey(crl)) {
                        found.put(
                                new Request(tdx, fmspc, platform),
                                new DcapCollateral(
                                        tcbInfo.get(),
                                        tcbChain,
                                        qe.get(),
                                        qeChain,
                                        text(pckCrls, crl).getBytes(StandardCharsets.US_ASCII),
                                        rootCrl));
                    }
                }
            }
        }
        return found;
    }

    /// The document of the early update where there is one, as Trustee prefers it.
    private static Optional<byte[]> early(Map<String, byte[]> members, String name) {
        byte[] early = members.get(name + "_early");
        return Optional.ofNullable(early == null ? members.get(name) : early);
    }

    private static Map<String, byte[]> object(Map<String, byte[]> members, String name)
            throws RefusedException {
        return SignedText.members(required(members, name), name);
    }

    private static List<Map<String, byte[]>> objects(Map<String, byte[]> members, String name)
            throws RefusedException {
        List<Map<String, byte[]>> objects = new ArrayList<>();
        for (byte[] element : SignedText.elements(required(members, name), name)) {
            objects.add(SignedText.members(element, name));
        }
        return objects;
    }

    private static String urlDecoded(Map<String, byte[]> members, String name)
            throws RefusedException {
        return URLDecoder.decode(text(members, name), StandardCharsets.UTF_8);
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
