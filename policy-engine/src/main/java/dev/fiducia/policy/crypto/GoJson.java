package dev.fiducia.policy.crypto;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoNumber;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/// Values as Go's JSON encoder writes them: bytes as base64, an empty list as null.
final class GoJson {
    private GoJson() {}

    static RegoValue bytes(byte @Nullable [] bytes) {
        return bytes == null
                ? RegoNull.NULL
                : RegoString.of(Base64.getEncoder().encodeToString(bytes));
    }

    static RegoValue text(String text) {
        return RegoString.of(text);
    }

    static RegoValue number(long number) {
        return RegoNumber.of(number);
    }

    static RegoValue number(BigInteger number) throws CryptoException {
        try {
            return RegoNumber.of(number);
        } catch (ArithmeticException _) {
            throw CryptoException.beyond("number too large");
        }
    }

    static RegoValue texts(Collection<String> texts) {
        return list(texts.stream().map(GoJson::text).toList());
    }

    static RegoValue list(List<? extends RegoValue> values) {
        return values.isEmpty() ? RegoNull.NULL : RegoArray.copyOf(List.copyOf(values));
    }

    static RegoValue oid(ASN1ObjectIdentifier oid) {
        var arcs = RegoArray.builder();
        for (String arc : oid.getId().split("\\.", -1)) {
            arcs.add(RegoNumber.of(new BigInteger(arc)));
        }
        return arcs.build();
    }
}
