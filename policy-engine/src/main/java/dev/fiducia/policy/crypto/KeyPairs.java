package dev.fiducia.policy.crypto;

import dev.fiducia.policy.value.RegoValue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Certificates with the private key that they are for, as Go's `tls.X509KeyPair`.
public final class KeyPairs {
    private static final String BEGIN = "-----BEGIN ";

    private KeyPairs() {}

    /// Both in PEM, in base64 of PEM or in base64 of DER.
    public static RegoValue json(String certificates, String key) throws CryptoException {
        return Guarded.read("x509: malformed certificate", () -> pair(certificates, key));
    }

    private static RegoValue pair(String certificates, String key) throws CryptoException {
        var chain = new ArrayList<ParsedCertificate>();
        String text = text(certificates);
        if (text.startsWith(BEGIN)) {
            for (var block = Pem.next(text, 0);
                    block != null;
                    block = Pem.next(text, block.end())) {
                if (block.type().equals("CERTIFICATE")) {
                    chain.add(Certificates.one(block.bytes()));
                }
            }
        } else {
            chain.add(Certificates.one(text.getBytes(StandardCharsets.ISO_8859_1)));
        }
        if (chain.isEmpty()) {
            throw new CryptoException("tls: failed to find any PEM data in certificate input");
        }
        var privateKey = privateKey(text(key));
        if (!privateKey.publicKey().equals(chain.getFirst().key())) {
            throw new CryptoException("tls: private key does not match public key");
        }
        return CertificateJson.pair(List.copyOf(chain), privateKey);
    }

    private static String text(String given) throws CryptoException {
        return given.startsWith(BEGIN) ? given : PrivateKeys.decoded(given);
    }

    private static PrivateKey privateKey(String text) throws CryptoException {
        if (!text.startsWith(BEGIN)) {
            return PrivateKeys.any(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        var block = Pem.next(text, 0);
        while (block != null) {
            if (block.type().equals("PRIVATE KEY") || block.type().endsWith(" PRIVATE KEY")) {
                return PrivateKeys.any(block.bytes());
            }
            block = Pem.next(text, block.end());
        }
        throw new CryptoException("tls: failed to find any PEM data in key input");
    }
}
