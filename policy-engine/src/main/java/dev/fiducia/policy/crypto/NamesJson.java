package dev.fiducia.policy.crypto;

import dev.fiducia.policy.text.GoUrl;
import dev.fiducia.policy.text.UrlRefused;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoNull;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoValue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;

/// Alternative names as Go's JSON has them.
final class NamesJson {
    private NamesJson() {}

    static void put(RegoObject.Builder json, SubjectNames names) throws CryptoException {
        json.put("DNSNames", GoJson.texts(names.dns()));
        json.put("EmailAddresses", GoJson.texts(names.emails()));
        var addresses = new ArrayList<String>();
        for (var address : names.addresses()) {
            addresses.add(address(address));
        }
        json.put("IPAddresses", GoJson.texts(addresses));
        var uris = new ArrayList<RegoValue>();
        for (var uri : names.uris()) {
            uris.add(url(uri));
        }
        json.put("URIs", GoJson.list(uris));
    }

    /// As Go writes it: IPv6 in its short form, mapped addresses as IPv4.
    static String address(byte[] address) throws CryptoException {
        try {
            String text = InetAddress.getByAddress(address).getHostAddress();
            return text.indexOf(':') < 0 ? text : shortened(address);
        } catch (UnknownHostException e) {
            throw new CryptoException("x509: bad IP address", e);
        }
    }

    private static String shortened(byte[] address) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = ((address[2 * i] & 0xFF) << 8) | (address[2 * i + 1] & 0xFF);
        }
        int start = -1;
        int most = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > most) {
                start = i;
                most = end - i;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += most - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static RegoValue url(String text) throws CryptoException {
        GoUrl url;
        try {
            url = GoUrl.parse(text);
        } catch (UrlRefused e) {
            throw new CryptoException("x509: cannot parse URI", e);
        }
        String written = text.indexOf('#') < 0 ? text : text.substring(0, text.indexOf('#'));
        String afterScheme =
                url.scheme().isEmpty() ? written : written.substring(url.scheme().length() + 1);
        int question = afterScheme.indexOf('?');
        String path = question < 0 ? afterScheme : afterScheme.substring(0, question);
        boolean authority = path.startsWith("//");
        boolean user = authority && path.substring(2).split("/", 2)[0].indexOf('@') >= 0;
        return RegoObject.builder()
                .put("Scheme", GoJson.text(url.scheme()))
                .put("Opaque", GoJson.text(path.startsWith("/") ? "" : opaque(url, path)))
                .put("User", user ? RegoObject.EMPTY : RegoNull.NULL)
                .put("Host", GoJson.text(url.host()))
                .put("Path", GoJson.text(url.path()))
                .put("RawPath", GoJson.text(url.rawPath()))
                .put(
                        "OmitHost",
                        RegoBoolean.of(
                                !url.scheme().isEmpty() && path.startsWith("/") && !authority))
                .put(
                        "ForceQuery",
                        RegoBoolean.of(question >= 0 && question == afterScheme.length() - 1))
                .put("RawQuery", GoJson.text(url.rawQuery()))
                .put("Fragment", GoJson.text(url.fragment()))
                .put("RawFragment", GoJson.text(""))
                .build();
    }

    private static String opaque(GoUrl url, String path) {
        return url.scheme().isEmpty() ? "" : path;
    }
}
