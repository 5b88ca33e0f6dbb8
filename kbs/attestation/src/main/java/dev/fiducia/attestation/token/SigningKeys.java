package dev.fiducia.attestation.token;

import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Optional;

/// P-256 signing keys from PEM (PKCS #8 or SEC 1) or PKCS #8; the public half is computed, whatever
/// the file says of it.
final class SigningKeys {
    private static final String ONLY_P256 =
            "Only P-256 attestation token signing keys are supported";

    private SigningKeys() {}

    static KeyPair fromPem(Path file, CryptoSuite crypto) throws TokenKeyException {
        try (PEMParser parser =
                new PEMParser(Files.newBufferedReader(file, StandardCharsets.US_ASCII))) {
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                switch (found) {
                    case PrivateKeyInfo info -> {
                        return fromPkcs8(info.getEncoded(), crypto);
                    }
                    case PEMKeyPair pair -> {
                        return fromPkcs8(pair.getPrivateKeyInfo().getEncoded(), crypto);
                    }
                    default -> {} // EC PARAMETERS and the like stand before the key
                }
            }
        } catch (IOException | RuntimeException e) { // the parser's, on what is no base64
            throw new TokenKeyException("cannot read the token signing key " + file, e);
        }
        throw new TokenKeyException("no private key in " + file);
    }

    static KeyPair fromPkcs8(byte[] pkcs8, CryptoSuite crypto) throws TokenKeyException {
        try {
            if (!(PrivateKeyFactory.createKey(pkcs8)
                    instanceof ECPrivateKeyParameters parameters)) {
                throw new TokenKeyException(ONLY_P256);
            }
            var domain = parameters.getParameters();
            var point = domain.getG().multiply(parameters.getD()).normalize();
            SubjectPublicKeyInfo info =
                    SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                            new ECPublicKeyParameters(point, domain));
            ECPublicKey publicKey = crypto.ecPublicKey(info.getEncoded());
            if (!EcCurve.of(publicKey).equals(Optional.of(EcCurve.P256))) {
                throw new TokenKeyException(ONLY_P256);
            }
            PrivateKey privateKey = crypto.ecPrivateKey(pkcs8);
            return new KeyPair(publicKey, privateKey);
        } catch (IOException | InvalidKeyException | RuntimeException e) {
            throw new TokenKeyException("the token signing key is not a usable EC key", e);
        }
    }
}
