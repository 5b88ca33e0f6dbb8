package dev.fiducia.attestation.intel;

import java.util.Optional;

/// Where collateral comes from.
public interface DcapCollateralSource {

    /// Whose collateral is asked for.
    ///
    /// @param tdx for TDX, or for SGX
    /// @param fmspc the family of platforms, 12 upper-case hexadecimal digits
    /// @param platformCa whether the Platform CA issued the PCK, or the Processor CA
    record Request(boolean tdx, String fmspc, boolean platformCa) {}

    /// The collateral, empty when this source hasn't got it. Must not block on a network.
    Optional<DcapCollateral> find(Request request);
}
