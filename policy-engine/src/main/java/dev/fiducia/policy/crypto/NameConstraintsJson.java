package dev.fiducia.policy.crypto;

import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The names that an authority may, or may not, certify.
final class NameConstraintsJson {
    private NameConstraintsJson() {}

    static void put(RegoObject.Builder json, @Nullable Extension extension) throws CryptoException {
        var constraints =
                extension == null ? null : NameConstraints.getInstance(extension.getParsedValue());
        json.put(
                "PermittedDNSDomainsCritical",
                RegoBoolean.of(extension != null && extension.isCritical()));
        put(json, "Permitted", constraints == null ? null : constraints.getPermittedSubtrees());
        put(json, "Excluded", constraints == null ? null : constraints.getExcludedSubtrees());
    }

    private static void put(
            RegoObject.Builder json, String prefix, GeneralSubtree @Nullable [] subtrees)
            throws CryptoException {
        List<GeneralSubtree> all = subtrees == null ? List.of() : Arrays.asList(subtrees);
        json.put(prefix + "DNSDomains", texts(all, GeneralName.dNSName));
        json.put(prefix + "EmailAddresses", texts(all, GeneralName.rfc822Name));
        json.put(prefix + "URIDomains", texts(all, GeneralName.uniformResourceIdentifier));
        var ranges = new ArrayList<RegoValue>();
        for (var subtree : all) {
            if (subtree.getBase().getTagNo() == GeneralName.iPAddress) {
                ranges.add(range(subtree));
            }
        }
        json.put(prefix + "IPRanges", GoJson.list(ranges));
    }

    private static RegoValue texts(List<GeneralSubtree> subtrees, int tag) {
        var texts = new ArrayList<RegoValue>();
        for (var subtree : subtrees) {
            if (subtree.getBase().getTagNo() == tag) {
                texts.add(
                        RegoString.of(
                                ASN1IA5String.getInstance(subtree.getBase().getName())
                                        .getString()));
            }
        }
        return GoJson.list(texts);
    }

    private static RegoValue range(GeneralSubtree subtree) throws CryptoException {
        byte[] both = ASN1OctetString.getInstance(subtree.getBase().getName()).getOctets();
        if (both.length != 8 && both.length != 32) {
            throw new CryptoException(
                    "x509: IP constraint contained value of length " + both.length);
        }
        int half = both.length / 2;
        return RegoObject.builder()
                .put("IP", RegoString.of(NamesJson.address(Arrays.copyOf(both, half))))
                .put("Mask", GoJson.bytes(Arrays.copyOfRange(both, half, both.length)))
                .build();
    }
}
