package dev.fiducia.attestation.se;

import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The names of IBM's signing keys, which IBM itself spells in several ways: certificates, host key
/// documents and lists of revoked ones differ in the order of the parts, and in the locality.
final class IbmNames {

    private static final String IBM = "International Business Machines Corporation";
    private static final String POUGHKEEPSIE = "Poughkeepsie";
    private static final String ARMONK = "Armonk";
    private static final String UNIT_SUFFIX = "Key Signing Service";
    private static final int PARTS = 6;

    private IbmNames() {}

    /// Whether it is the name of a key that signs host key documents.
    static boolean isSigningKey(X500Name name) {
        List<String> parts = parts(name);
        return parts.size() == PARTS
                && parts.contains(part(BCStyle.C.getId(), "US"))
                && parts.contains(part(BCStyle.ST.getId(), "New York"))
                && parts.contains(part(BCStyle.L.getId(), POUGHKEEPSIE))
                && parts.contains(part(BCStyle.O.getId(), IBM))
                && parts.contains(part(BCStyle.CN.getId(), IBM))
                && unit(name).filter(unit -> unit.endsWith(UNIT_SUFFIX)).isPresent();
    }

    /// Whether two names have the same parts, in whatever order, and either locality of IBM's.
    static boolean same(X500Name one, X500Name other) {
        return parts(one).equals(parts(other));
    }

    private static List<String> parts(X500Name name) {
        List<String> parts = new ArrayList<>();
        for (RDN rdn : name.getRDNs()) {
            for (AttributeTypeAndValue pair : rdn.getTypesAndValues()) {
                String type = pair.getType().getId();
                String value = IETFUtils.valueToString(pair.getValue());
                boolean armonk = type.equals(BCStyle.L.getId()) && value.equals(ARMONK);
                parts.add(part(type, armonk ? POUGHKEEPSIE : value));
            }
        }
        parts.sort(null);
        return parts;
    }

    private static Optional<String> unit(X500Name name) {
        RDN[] units = name.getRDNs(BCStyle.OU);
        return units.length == 1 && !units[0].isMultiValued()
                ? Optional.of(IETFUtils.valueToString(units[0].getFirst().getValue()))
                : Optional.empty();
    }

    private static String part(String type, String value) {
        return type + "=" + value;
    }
}
