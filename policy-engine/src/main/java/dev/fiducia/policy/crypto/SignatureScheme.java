package dev.fiducia.policy.crypto;

import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoValue;

import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

import java.util.Map;
import java.util.Set;

/// Go's numbers for signature and key algorithms.
final class SignatureScheme {
    private static final Map<String, Integer> NUMBERS =
            Map.ofEntries(
                    Map.entry("1.2.840.113549.1.1.2", 1),
                    Map.entry("1.2.840.113549.1.1.4", 2),
                    Map.entry("1.2.840.113549.1.1.5", 3),
                    Map.entry("1.3.14.3.2.29", 3),
                    Map.entry("1.2.840.113549.1.1.11", 4),
                    Map.entry("1.2.840.113549.1.1.12", 5),
                    Map.entry("1.2.840.113549.1.1.13", 6),
                    Map.entry("1.2.840.10040.4.3", 7),
                    Map.entry("2.16.840.1.101.3.4.3.2", 8),
                    Map.entry("1.2.840.10045.4.1", 9),
                    Map.entry("1.2.840.10045.4.3.2", 10),
                    Map.entry("1.2.840.10045.4.3.3", 11),
                    Map.entry("1.2.840.10045.4.3.4", 12),
                    Map.entry("1.3.101.112", 16));

    private static final Map<String, Integer> PSS =
            Map.of(
                    "2.16.840.1.101.3.4.2.1", 13,
                    "2.16.840.1.101.3.4.2.2", 14,
                    "2.16.840.1.101.3.4.2.3", 15);

    /// What Go verifies chains with: no MD2, MD5, SHA-1 and DSA.
    private static final Set<Integer> TRUSTED = Set.of(4, 5, 6, 10, 11, 12, 13, 14, 15, 16);

    private SignatureScheme() {}

    static RegoValue number(AlgorithmIdentifier algorithm) {
        return RegoNumber.of(of(algorithm));
    }

    static boolean trusted(AlgorithmIdentifier algorithm) {
        return TRUSTED.contains(of(algorithm));
    }

    private static int of(AlgorithmIdentifier algorithm) {
        String oid = algorithm.getAlgorithm().getId();
        if (!oid.equals("1.2.840.113549.1.1.10") || algorithm.getParameters() == null) {
            return NUMBERS.getOrDefault(oid, 0);
        }
        var parameters = RSASSAPSSparams.getInstance(algorithm.getParameters());
        return PSS.getOrDefault(parameters.getHashAlgorithm().getAlgorithm().getId(), 0);
    }

    static RegoValue keyNumber(KnownKey key) {
        return RegoNumber.of(
                switch (key) {
                    case KnownKey.Rsa _ -> 1;
                    case KnownKey.Ec _ -> 3;
                    case KnownKey.Ed25519 _ -> 4;
                    case KnownKey.Secret _, KnownKey.Unknown _ -> 0;
                });
    }
}
