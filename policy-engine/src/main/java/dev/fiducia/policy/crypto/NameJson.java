package dev.fiducia.policy.crypto;

import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// A distinguished name as Go's `pkix.Name`.
final class NameJson {
    private NameJson() {}

    static RegoValue of(X500Name name) throws CryptoException {
        var lists = new LinkedHashMap<String, List<String>>();
        for (var field :
                List.of(
                        "Country",
                        "Organization",
                        "OrganizationalUnit",
                        "Locality",
                        "Province",
                        "StreetAddress",
                        "PostalCode")) {
            lists.put(field, new ArrayList<>());
        }
        String commonName = "";
        String serialNumber = "";
        var names = new ArrayList<RegoValue>();
        for (var rdn : name.getRDNs()) {
            for (var attribute : rdn.getTypesAndValues()) {
                String value = text(attribute.getValue());
                names.add(
                        RegoObject.builder()
                                .put("Type", GoJson.oid(attribute.getType()))
                                .put("Value", GoJson.text(value))
                                .build());
                String field = field(attribute.getType().getId());
                switch (field) {
                    case "" -> {}
                    case "CommonName" -> commonName = value;
                    case "SerialNumber" -> serialNumber = value;
                    default -> lists.computeIfAbsent(field, _ -> new ArrayList<>()).add(value);
                }
            }
        }
        var json = RegoObject.builder();
        lists.forEach((field, values) -> json.put(field, GoJson.texts(values)));
        return json.put("CommonName", GoJson.text(commonName))
                .put("SerialNumber", GoJson.text(serialNumber))
                .put("Names", GoJson.list(names))
                .put("ExtraNames", RegoNull.NULL)
                .build();
    }

    private static String field(String oid) {
        if (oid.equals(BCStyle.CN.getId())) {
            return "CommonName";
        }
        return switch (oid) {
            case "2.5.4.5" -> "SerialNumber";
            case "2.5.4.6" -> "Country";
            case "2.5.4.7" -> "Locality";
            case "2.5.4.8" -> "Province";
            case "2.5.4.9" -> "StreetAddress";
            case "2.5.4.10" -> "Organization";
            case "2.5.4.11" -> "OrganizationalUnit";
            case "2.5.4.17" -> "PostalCode";
            default -> "";
        };
    }

    private static String text(ASN1Encodable value) throws CryptoException {
        if (!(value instanceof ASN1String string)) {
            throw new CryptoException("x509: invalid RDNSequence: invalid attribute value");
        }
        return string.getString();
    }
}
