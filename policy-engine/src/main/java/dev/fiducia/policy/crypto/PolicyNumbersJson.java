package dev.fiducia.policy.crypto;

import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.PolicyConstraints;

import java.math.BigInteger;
import java.util.ArrayList;

/// Certificate policies' numbers and mappings, which Go shows since 1.24.
final class PolicyNumbersJson {
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    private PolicyNumbersJson() {}

    static void put(RegoObject.Builder json, ParsedCertificate certificate) throws CryptoException {
        var inhibit = certificate.extension(Extension.inhibitAnyPolicy);
        number(
                json,
                "InhibitAnyPolicy",
                inhibit == null
                        ? null
                        : ASN1Integer.getInstance(inhibit.getParsedValue()).getValue());
        var constraints = certificate.extension(Extension.policyConstraints);
        var parsed =
                constraints == null
                        ? null
                        : PolicyConstraints.getInstance(constraints.getParsedValue());
        number(
                json,
                "InhibitPolicyMapping",
                parsed == null ? null : parsed.getInhibitPolicyMapping());
        number(
                json,
                "RequireExplicitPolicy",
                parsed == null ? null : parsed.getRequireExplicitPolicyMapping());
        var mappings = new ArrayList<RegoValue>();
        var extension = certificate.extension(Extension.policyMappings);
        if (extension != null) {
            for (var one : ASN1Sequence.getInstance(extension.getParsedValue())) {
                var pair = ASN1Sequence.getInstance(one);
                mappings.add(
                        RegoObject.builder()
                                .put("IssuerDomainPolicy", oid(pair, 0))
                                .put("SubjectDomainPolicy", oid(pair, 1))
                                .build());
            }
        }
        json.put("PolicyMappings", GoJson.list(mappings));
    }

    private static RegoValue oid(ASN1Sequence pair, int at) {
        return RegoString.of(ASN1ObjectIdentifier.getInstance(pair.getObjectAt(at)).getId());
    }

    private static void number(
            RegoObject.Builder json,
            String name,
            @org.jspecify.annotations.Nullable BigInteger value)
            throws CryptoException {
        if (value != null && (value.signum() < 0 || value.compareTo(MOST) > 0)) {
            throw new CryptoException("x509: policy constraint out of range");
        }
        json.put(name, value == null ? RegoNumber.of(0) : RegoNumber.of(value));
        json.put(name + "Zero", RegoBoolean.of(value != null && value.signum() == 0));
    }
}
