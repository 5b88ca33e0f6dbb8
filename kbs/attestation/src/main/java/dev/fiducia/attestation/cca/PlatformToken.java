package dev.fiducia.attestation.cca;

import dev.fiducia.attestation.cbor.CborPlace;
import dev.fiducia.attestation.evidence.RefusedException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The claims of the platform's token.
///
/// @param challenge the hash of the realm's key
/// @param config how the platform is set up, in the implementation's own terms
/// @param service where the vendor says that such tokens can be verified; never followed
@SuppressWarnings("ArrayRecordComponent") // never changed nor compared
record PlatformToken(
        String profile,
        byte[] challenge,
        byte[] implementationId,
        byte[] instanceId,
        byte[] config,
        Lifecycle lifecycle,
        List<SoftwareComponent> components,
        Optional<String> service,
        String hash) {

    private static final String CODE = "cca-token-malformed";
    private static final List<String> PROFILES =
            List.of("http://arm.com/CCA-SSD/1.0.0", "tag:arm.com,2023:cca_platform#1.0.0");

    private static final long CHALLENGE = 10;
    private static final long INSTANCE_ID = 256;
    private static final long PROFILE = 265;
    private static final long LIFECYCLE = 2395;
    private static final long IMPLEMENTATION_ID = 2396;
    private static final long COMPONENTS = 2399;
    private static final long SERVICE = 2400;
    private static final long CONFIG = 2401;
    private static final long HASH = 2402;
    private static final int MAX_COMPONENTS = 128;

    PlatformToken {
        components = List.copyOf(components);
    }

    static PlatformToken parse(byte[] payload) throws RefusedException {
        CborPlace claims = CborPlace.read(payload, "platform", CODE);
        List<SoftwareComponent> components = new ArrayList<>();
        for (CborPlace place : claims.label(COMPONENTS).elements(1, MAX_COMPONENTS)) {
            components.add(SoftwareComponent.parse(place));
        }
        Optional<CborPlace> service = claims.optionalLabel(SERVICE);
        return new PlatformToken(
                Profiles.require(claims.label(PROFILE), PROFILES),
                claims.label(CHALLENGE).bytes(32, 48, 64),
                claims.label(IMPLEMENTATION_ID).bytes(32),
                instanceId(claims),
                claims.label(CONFIG).bytes(),
                Lifecycle.parse(claims.label(LIFECYCLE)),
                components,
                service.isPresent() ? Optional.of(service.get().text()) : Optional.empty(),
                claims.label(HASH).text());
    }

    /// Which platform the token says it is of, to find the key that can tell.
    static byte[] instanceIdOf(byte[] payload) throws RefusedException {
        return instanceId(CborPlace.read(payload, "platform", CODE));
    }

    private static byte[] instanceId(CborPlace claims) throws RefusedException {
        return claims.label(INSTANCE_ID).bytes(33);
    }
}
