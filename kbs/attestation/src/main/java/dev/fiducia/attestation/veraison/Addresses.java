package dev.fiducia.attestation.veraison;

import dev.fiducia.attestation.evidence.JsonPlace;
import dev.fiducia.attestation.evidence.RefusedException;

import java.net.URI;

/// Addresses that a service's answers name.
final class Addresses {

    private static final int MAX_CHARACTERS = 2048;

    private Addresses() {}

    /// A reference, resolved; it has to be without query and fragment, and at the same origin.
    static URI resolve(URI base, JsonPlace reference) throws RefusedException {
        String text = reference.text();
        try {
            URI resolved = base.resolve(text);
            boolean isThere =
                    text.length() <= MAX_CHARACTERS
                            && base.getScheme().equals(resolved.getScheme())
                            && base.getRawAuthority().equals(resolved.getRawAuthority());
            if (isThere && resolved.getRawQuery() == null && resolved.getRawFragment() == null) {
                return resolved;
            }
        } catch (IllegalArgumentException e) {
            throw reference.refused("is not an address");
        }
        throw reference.refused("is not an address at " + base.resolve("/"));
    }
}
