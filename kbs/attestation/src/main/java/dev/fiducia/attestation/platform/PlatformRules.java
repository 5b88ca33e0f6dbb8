package dev.fiducia.attestation.platform;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an operator asks of platforms. Empty lists ask for nothing.
///
/// @param minimums by product; where there are any, a product without one is not trusted
/// @param minimumOf which of a report's levels have to reach them
/// @param denied products that are not trusted
/// @param chipIds hexadecimal; of AMD's chips only these are trusted
/// @param ppids hexadecimal; of Intel's platforms only these are trusted
/// @param requireAliasCheck SNP firmware has to have checked memory for aliases
/// @param requireCiphertextHiding SNP firmware has to hide ciphertext from the host
public record PlatformRules(
        Map<String, MinimumTcb> minimums,
        Set<TcbKind> minimumOf,
        List<DeniedProduct> denied,
        Set<String> chipIds,
        Set<String> ppids,
        boolean requireAliasCheck,
        boolean requireCiphertextHiding) {

    public PlatformRules {
        minimums = Map.copyOf(minimums);
        minimumOf = Set.copyOf(minimumOf);
        denied = List.copyOf(denied);
        chipIds = Set.copyOf(chipIds);
        ppids = Set.copyOf(ppids);
    }

    /// Asks for nothing.
    public static PlatformRules none() {
        return new PlatformRules(
                Map.of(), Set.of(TcbKind.values()), List.of(), Set.of(), Set.of(), false, false);
    }
}
