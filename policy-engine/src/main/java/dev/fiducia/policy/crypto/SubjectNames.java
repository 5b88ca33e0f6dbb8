package dev.fiducia.policy.crypto;

import dev.fiducia.policy.text.GoUrl;
import dev.fiducia.policy.text.UrlRefused;

import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The subject alternative names of a certificate.
record SubjectNames(
        boolean present,
        List<String> dns,
        List<String> emails,
        List<byte[]> addresses,
        List<String> uris) {
    static final SubjectNames NONE =
            new SubjectNames(false, List.of(), List.of(), List.of(), List.of());

    static SubjectNames of(@Nullable Extension extension) throws CryptoException {
        if (extension == null) {
            return NONE;
        }
        var dns = new ArrayList<String>();
        var emails = new ArrayList<String>();
        var addresses = new ArrayList<byte[]>();
        var uris = new ArrayList<String>();
        for (var name : GeneralNames.getInstance(extension.getParsedValue()).getNames()) {
            switch (name.getTagNo()) {
                case GeneralName.dNSName -> dns.add(text(name, "dNSName"));
                case GeneralName.rfc822Name -> emails.add(text(name, "rfc822Name"));
                case GeneralName.uniformResourceIdentifier -> {
                    String uri = text(name, "uniformResourceIdentifier");
                    try {
                        GoUrl.parse(uri);
                    } catch (UrlRefused e) {
                        throw new CryptoException(
                                "x509: cannot parse URI \"" + uri + "\": " + e.getMessage(), e);
                    }
                    uris.add(uri);
                }
                case GeneralName.iPAddress -> {
                    byte[] address = ASN1OctetString.getInstance(name.getName()).getOctets();
                    if (address.length != 4 && address.length != 16) {
                        throw new CryptoException(
                                "x509: cannot parse IP address of length " + address.length);
                    }
                    addresses.add(address);
                }
                default -> {}
            }
        }
        return new SubjectNames(
                true,
                List.copyOf(dns),
                List.copyOf(emails),
                List.copyOf(addresses),
                List.copyOf(uris));
    }

    private static String text(GeneralName name, String what) throws CryptoException {
        String text = ASN1IA5String.getInstance(name.getName()).getString();
        if (!text.chars().allMatch(c -> c < 0x80)) {
            throw new CryptoException("x509: SAN " + what + " is malformed");
        }
        return text;
    }

    boolean isEmpty() {
        return dns.isEmpty() && emails.isEmpty() && addresses.isEmpty() && uris.isEmpty();
    }
}
