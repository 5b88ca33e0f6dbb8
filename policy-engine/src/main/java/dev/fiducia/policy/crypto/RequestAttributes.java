package dev.fiducia.policy.crypto;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.jspecify.annotations.Nullable;

/// Attributes of a request, of which Go shows those that are sets of lists of named values.
final class RequestAttributes {
    private RequestAttributes() {}

    /// Null for an attribute of another shape.
    static @Nullable RegoValue json(Attribute attribute) {
        var sets = RegoArray.builder();
        for (var element : attribute.getAttrValues()) {
            if (!(element.toASN1Primitive() instanceof ASN1Sequence list)) {
                return null;
            }
            var named = RegoArray.builder();
            for (var one : list) {
                if (!(one.toASN1Primitive() instanceof ASN1Sequence pair)
                        || pair.size() != 2
                        || !(pair.getObjectAt(0) instanceof ASN1ObjectIdentifier oid)) {
                    return null;
                }
                var value = value(pair.getObjectAt(1));
                if (value == null) {
                    return null;
                }
                named.add(
                        RegoObject.builder()
                                .put("Type", GoJson.oid(oid))
                                .put("Value", value)
                                .build());
            }
            sets.add(named.build());
        }
        return RegoObject.builder()
                .put("Type", GoJson.oid(attribute.getAttrType()))
                .put("Value", sets.build())
                .build();
    }

    private static @Nullable RegoValue value(ASN1Encodable value) {
        return switch (value) {
            case ASN1OctetString octets -> GoJson.bytes(octets.getOctets());
            case ASN1String string -> GoJson.text(string.getString());
            default -> null;
        };
    }
}
