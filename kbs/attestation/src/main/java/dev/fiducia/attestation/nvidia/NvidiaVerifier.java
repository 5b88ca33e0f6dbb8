package dev.fiducia.attestation.nvidia;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.Expectations;
import dev.fiducia.attestation.Tee;
import dev.fiducia.attestation.TeeClaims;
import dev.fiducia.attestation.VerificationResult;
import dev.fiducia.attestation.Verifier;
import dev.fiducia.attestation.VerifierSetupException;
import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.attestation.evidence.Verification;
import dev.fiducia.crypto.CryptoSuite;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Verifies evidence of NVIDIA devices: one set of claims for each, of the classes `gpu` and
/// `switch`, and one of the class `ppcie` for a complete set of both in protected PCIe mode.
///
/// The first device that is refused ends it. A device that is there twice is refused: a guest with
/// one can't pass for one with several.
public final class NvidiaVerifier implements Verifier {

    private static final int NONCE_LENGTH = 32;

    private final DeviceVerifier devices;

    private NvidiaVerifier(DeviceVerifier devices) {
        this.devices = devices;
    }

    /// A verifier set up as configured. A remote one asks nobody before there is evidence.
    ///
    /// @throws VerifierSetupException when a configured root or address can't be used
    public static NvidiaVerifier create(
            NvidiaConfig config, CryptoSuite crypto, InstantSource clock)
            throws VerifierSetupException {
        return new NvidiaVerifier(
                switch (config) {
                    case NvidiaConfig.Local(var extraRoots) ->
                            new LocalVerifier(DeviceRoots.load(extraRoots, crypto), crypto, clock);
                    case NvidiaConfig.Remote remote -> RemoteVerifier.of(remote, crypto, clock);
                });
    }

    @Override
    public Tee tee() {
        return Tee.NVIDIA;
    }

    @Override
    public VerificationResult verify(JsonNode evidence, Expectations expected) {
        return Verification.ofEach(() -> verified(evidence, expected));
    }

    private List<TeeClaims> verified(JsonNode json, Expectations expected) throws RefusedException {
        byte[] reportData = Verification.requiredReportData(expected, "Evidence of NVIDIA devices");
        byte[] nonce = Arrays.copyOf(reportData, NONCE_LENGTH);
        List<VerifiedDevice> verified = new ArrayList<>();
        Set<String> identities = new HashSet<>();
        for (DeviceEvidence device :
                DeviceEvidence.parse(JsonPlace.root(json, DeviceEvidence.CODE))) {
            VerifiedDevice genuine = devices.verify(device, nonce);
            if (genuine.identity().isPresent() && !identities.add(genuine.identity().get())) {
                throw RefusedException.at(
                        "nvidia-device-twice", "A device is there twice", device.path());
            }
            verified.add(genuine);
        }
        List<TeeClaims> claims = new ArrayList<>();
        for (VerifiedDevice device : verified) {
            claims.add(
                    new TeeClaims(Tee.NVIDIA, device.architecture().teeClass(), device.claims()));
        }
        ProtectedPcie.of(verified)
                .ifPresent(set -> claims.add(new TeeClaims(Tee.NVIDIA, "ppcie", set)));
        return claims;
    }
}
