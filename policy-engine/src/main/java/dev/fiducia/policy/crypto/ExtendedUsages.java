package dev.fiducia.policy.crypto;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a certificate may be used for, by Go's numbers.
record ExtendedUsages(List<Integer> known, List<ASN1ObjectIdentifier> unknown) {
    static final int ANY = 0;
    static final int SERVER_AUTH = 1;

    private static final List<String> OIDS =
            List.of(
                    "2.5.29.37.0",
                    "1.3.6.1.5.5.7.3.1",
                    "1.3.6.1.5.5.7.3.2",
                    "1.3.6.1.5.5.7.3.3",
                    "1.3.6.1.5.5.7.3.4",
                    "1.3.6.1.5.5.7.3.5",
                    "1.3.6.1.5.5.7.3.6",
                    "1.3.6.1.5.5.7.3.7",
                    "1.3.6.1.5.5.7.3.8",
                    "1.3.6.1.5.5.7.3.9",
                    "1.3.6.1.4.1.311.10.3.3",
                    "2.16.840.1.113730.4.1",
                    "1.3.6.1.4.1.311.2.1.22",
                    "1.3.6.1.4.1.311.61.1.1");

    /// The names that policies use.
    static final Map<String, Integer> NAMES =
            Map.ofEntries(
                    Map.entry("KeyUsageAny", 0),
                    Map.entry("KeyUsageServerAuth", 1),
                    Map.entry("KeyUsageClientAuth", 2),
                    Map.entry("KeyUsageCodeSigning", 3),
                    Map.entry("KeyUsageEmailProtection", 4),
                    Map.entry("KeyUsageIPSECEndSystem", 5),
                    Map.entry("KeyUsageIPSECTunnel", 6),
                    Map.entry("KeyUsageIPSECUser", 7),
                    Map.entry("KeyUsageTimeStamping", 8),
                    Map.entry("KeyUsageOCSPSigning", 9),
                    Map.entry("KeyUsageMicrosoftServerGatedCrypto", 10),
                    Map.entry("KeyUsageNetscapeServerGatedCrypto", 11),
                    Map.entry("KeyUsageMicrosoftCommercialCodeSigning", 12),
                    Map.entry("KeyUsageMicrosoftKernelCodeSigning", 13));

    static ExtendedUsages of(@Nullable Extension extension) {
        var known = new ArrayList<Integer>();
        var unknown = new ArrayList<ASN1ObjectIdentifier>();
        if (extension != null) {
            for (var purpose :
                    ExtendedKeyUsage.getInstance(extension.getParsedValue()).getUsages()) {
                var oid = purpose.toOID();
                int number = OIDS.indexOf(oid.getId());
                if (number >= 0) {
                    known.add(number);
                } else {
                    unknown.add(oid);
                }
            }
        }
        return new ExtendedUsages(List.copyOf(known), List.copyOf(unknown));
    }

    /// Whether there is no restriction.
    boolean unrestricted() {
        return (known.isEmpty() && unknown.isEmpty()) || known.contains(ANY);
    }
}
