package dev.fiducia.attestation;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

/// The binding of evidence to a handshake: a digest over the canonical form of its runtime data.
public final class ReportData {
    /// The member that only the primary evidence is bound to.
    static final String ADDITIONAL_EVIDENCE = "additional-evidence";

    private ReportData() {}

    /// The digest that evidence of this TEE has to carry, before the TEE's own padding or cutting.
    ///
    /// @throws JcsException if the runtime data has no canonical form
    public static byte[] expected(Tee tee, ObjectNode runtimeData, CryptoSuite crypto)
            throws JcsException {
        return crypto.digest(algorithm(tee), Jcs.canonicalize(runtimeData));
    }

    /// SHA-384, but for IBM Secure Execution.
    public static HashAlgorithm algorithm(Tee tee) {
        return tee == Tee.SE ? HashAlgorithm.SHA512 : HashAlgorithm.SHA384;
    }

    /// The runtime data that the evidence of devices is bound to.
    static ObjectNode ofDevices(ObjectNode runtimeData) {
        ObjectNode devices = runtimeData.deepCopy();
        devices.remove(ADDITIONAL_EVIDENCE);
        return devices;
    }
}
