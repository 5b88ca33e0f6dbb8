package dev.fiducia.policy.builtin;

import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoString;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Digests and message authentication codes, as lower-case hex.
final class CryptoBuiltins {
    private CryptoBuiltins() {}

    static void declare(Catalogue catalogue) {
        digest(catalogue, "crypto.md5", "MD5");
        digest(catalogue, "crypto.sha1", "SHA-1");
        digest(catalogue, "crypto.sha256", "SHA-256");
        mac(catalogue, "crypto.hmac.md5", "HmacMD5");
        mac(catalogue, "crypto.hmac.sha1", "HmacSHA1");
        mac(catalogue, "crypto.hmac.sha256", "HmacSHA256");
        mac(catalogue, "crypto.hmac.sha512", "HmacSHA512");
        catalogue.add(
                "crypto.hmac.equal",
                Kinds.STRING,
                Kinds.STRING,
                (_, a) ->
                        RegoBoolean.of(
                                MessageDigest.isEqual(Operands.bytes(a, 0), Operands.bytes(a, 1))));
    }

    private static void digest(Catalogue catalogue, String name, String algorithm) {
        catalogue.add(
                name,
                Kinds.STRING,
                (c, a) -> {
                    StringBuiltins.charged(c, a, 0);
                    try {
                        var digest =
                                MessageDigest.getInstance(algorithm, "SUN")
                                        .digest(Operands.bytes(a, 0));
                        return RegoString.of(HexFormat.of().formatHex(digest));
                    } catch (GeneralSecurityException e) {
                        throw BuiltinException.failed(e.toString());
                    }
                });
    }

    private static void mac(Catalogue catalogue, String name, String algorithm) {
        catalogue.add(
                name,
                Kinds.STRING,
                Kinds.STRING,
                (c, a) -> {
                    StringBuiltins.charged(c, a, 0);
                    try {
                        var mac = Mac.getInstance(algorithm, "SunJCE");
                        var key = Operands.bytes(a, 1);
                        // A key of length zero is the same as one zero byte: both are padded with
                        // zeros.
                        mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
                        return RegoString.of(
                                HexFormat.of().formatHex(mac.doFinal(Operands.bytes(a, 0))));
                    } catch (GeneralSecurityException e) {
                        throw BuiltinException.failed(e.toString());
                    }
                });
    }
}
