package dev.fiducia.attestation.cca;

import dev.fiducia.attestation.Refusal;
import dev.fiducia.attestation.StrictJson;
import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.cbor.CoseKey;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.evidence.SmallFile;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import java.io.IOException;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The platforms that the operator vouches for, by instance id: Trustee's `ta-store` files, `[
/// {"pkey": JWK, "implementation-id": hex, "instance-id": hex} ]`.
final class TrustAnchors implements PlatformTrust {

    private static final String CODE = "cca-anchor";
    private static final int MAX_FILE_BYTES = 8 << 20;
    private static final int MAX_ANCHORS = 100_000;
    private static final int MAX_COORDINATE = 66;
    private static final int IMPLEMENTATION_ID = 32;
    private static final int INSTANCE_ID = 33;

    private final Map<String, Anchor> byInstance;

    private TrustAnchors(Map<String, Anchor> byInstance) {
        this.byInstance = Map.copyOf(byInstance);
    }

    private record Anchor(String implementationId, CoseKey key) {}

    static TrustAnchors load(List<Path> files, CryptoSuite crypto) throws VerifierSetupException {
        Map<String, Anchor> anchors = new HashMap<>();
        for (Path file : files) {
            try {
                read(SmallFile.read(file, MAX_FILE_BYTES), anchors, crypto);
            } catch (IOException e) {
                throw new VerifierSetupException(
                        "CCA trust anchors " + file + " can't be read: " + e.getMessage(), e);
            } catch (RefusedException e) {
                throw new VerifierSetupException(
                        "CCA trust anchors " + file + ": " + e.refusal().message(), e);
            }
        }
        return new TrustAnchors(anchors);
    }

    /// The attestation key of the platform with this id.
    CoseKey keyOf(byte[] instanceId) throws RefusedException {
        Anchor anchor = byInstance.get(HexFormat.of().formatHex(instanceId));
        if (anchor == null) {
            throw RefusedException.of(
                    "cca-platform-unknown",
                    "The platform is none that the configuration's trust anchors name");
        }
        return anchor.key();
    }

    /// The platform says that it is of the implementation that the operator knows it as.
    void requireImplementation(PlatformToken token) throws RefusedException {
        Anchor anchor = byInstance.get(HexFormat.of().formatHex(token.instanceId()));
        if (anchor == null
                || !anchor.implementationId()
                        .equals(HexFormat.of().formatHex(token.implementationId()))) {
            throw RefusedException.of(
                    "cca-implementation-mismatch",
                    "The platform is of another implementation than its trust anchor says");
        }
    }

    private static void read(byte[] text, Map<String, Anchor> anchors, CryptoSuite crypto)
            throws RefusedException {
        JsonPlace root =
                switch (StrictJson.read(text)) {
                    case StrictJson.Result.Read(var document) ->
                            new JsonPlace(document, "anchors", CODE);
                    case StrictJson.Result.Unreadable(Refusal refusal) ->
                            throw new RefusedException(refusal);
                };
        for (JsonPlace entry : root.elementsUpTo(MAX_ANCHORS)) {
            Anchor anchor =
                    new Anchor(
                            hex(entry.member("implementation-id"), IMPLEMENTATION_ID),
                            key(entry.member("pkey"), crypto));
            if (anchors.put(hex(entry.member("instance-id"), INSTANCE_ID), anchor) != null) {
                throw entry.refused("names a platform that was named before");
            }
        }
    }

    private static CoseKey key(JsonPlace jwk, CryptoSuite crypto) throws RefusedException {
        String crv = jwk.member("crv").text();
        boolean isEdwards = crv.equals("Ed25519");
        Optional<EcCurve> curve = EcCurve.ofJwkName(crv);
        if (!jwk.member("kty").text().equals(isEdwards ? "OKP" : "EC")
                || !(isEdwards || curve.isPresent())) {
            throw jwk.refused("is not a key on P-256, P-384, P-521 or Ed25519");
        }
        byte[] x = jwk.member("x").base64UrlUpTo(MAX_COORDINATE);
        try {
            CoseKey key =
                    curve.isPresent()
                            ? CoseKey.ec(
                                    curve.get(),
                                    x,
                                    jwk.member("y").base64UrlUpTo(MAX_COORDINATE),
                                    crypto)
                            : CoseKey.ed25519(x, crypto);
            Optional<JsonPlace> stated = jwk.optionalMember("alg");
            if (stated.isPresent() && !stated.get().text().equals(key.algorithmName())) {
                throw stated.get().refused("is not the algorithm of the key's curve");
            }
            return key;
        } catch (InvalidKeyException e) {
            throw jwk.refused("is not a key of its curve");
        }
    }

    private static String hex(JsonPlace place, int length) throws RefusedException {
        byte[] bytes = place.hexUpTo(length);
        if (bytes.length != length) {
            throw place.refused("has " + bytes.length + " bytes, not " + length);
        }
        return HexFormat.of().formatHex(bytes);
    }
}
