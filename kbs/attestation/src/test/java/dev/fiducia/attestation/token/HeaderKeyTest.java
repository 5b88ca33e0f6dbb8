package dev.fiducia.attestation.token;

import static dev.fiducia.attestation.token.TestPki.CRYPTO;
import static dev.fiducia.attestation.token.TestPki.NOW;
import static dev.fiducia.attestation.token.TestTokens.trusting;
import static dev.fiducia.attestation.token.TestTokens.withHeaderKey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.crypto.EcCurve;

import org.junit.jupiter.api.Test;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;

/// The key in a token's header: believed only if a path leads from its certificate to a trusted
/// one.
class HeaderKeyTest {
    private final TestPki root = TestPki.root("root");
    private final KeyPair keys = CRYPTO.generateEc(EcCurve.P256);

    @Test
    void refusesKeyWithoutCertificate() {
        assertRefused(trusting(root.certificate()), withHeaderKey(keys));
    }

    @Test
    void refusesCertificateForAnotherKey() {
        X509Certificate other = root.leaf(CRYPTO.generateEc(EcCurve.P256));
        assertRefused(trusting(root.certificate()), withHeaderKey(keys, other));
    }

    @Test
    void refusesPathToAnotherAnchor() {
        X509Certificate sameName = TestPki.root("root").certificate();
        assertRefused(trusting(sameName), withHeaderKey(keys, root.leaf(keys), root.certificate()));
    }

    @Test
    void refusesAnchorThatOnlyTheTokenBrings() {
        assertRefused(
                trusting(TestPki.root("other").certificate()),
                withHeaderKey(keys, root.leaf(keys), root.certificate()));
    }

    @Test
    void refusesTrustedIntermediateWithoutItsRoot() {
        TestPki intermediate = root.intermediate("intermediate");
        assertRefused(
                trusting(intermediate.certificate()), withHeaderKey(keys, intermediate.leaf(keys)));
    }

    @Test
    void refusesLeafThatActsAsAuthority() {
        KeyPair middleKeys = CRYPTO.generateEc(EcCurve.P256);
        X509Certificate middle = root.leaf(middleKeys);
        TestPki forger =
                new TestPki(new org.bouncycastle.asn1.x500.X500Name("CN=leaf"), middleKeys, middle);
        assertRefused(trusting(root.certificate()), withHeaderKey(keys, forger.leaf(keys), middle));
    }

    @Test
    void refusesCertificatesOutOfDate() {
        X509Certificate expired =
                root.leaf(keys, NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(1)));
        assertRefused(trusting(root.certificate()), withHeaderKey(keys, expired));
        X509Certificate early =
                root.leaf(keys, NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(2)));
        assertRefused(trusting(root.certificate()), withHeaderKey(keys, early));
    }

    @Test
    void refusesAnchorOutOfDate() {
        TestPki old =
                TestPki.root("old", NOW.minus(Duration.ofDays(90)), NOW.minus(Duration.ofDays(1)));
        assertRefused(trusting(old.certificate()), withHeaderKey(keys, old.leaf(keys)));
    }

    @Test
    void refusesAnySelfSignedKeyWhenNothingIsTrusted() {
        TokenVerifier ownOnly =
                TestTokens.build(
                        TokenVerifier.builder(CRYPTO, () -> NOW)
                                .signer(TokenSigner.ephemeral(CRYPTO)));
        TestPki self = TestPki.root("self");
        assertRefused(ownOnly, withHeaderKey(self.keys(), self.certificate()));
        assertRefused(ownOnly, withHeaderKey(keys));
    }

    @Test
    void refusesWhatIsNoCertificate() {
        ObjectNode header = TestTokens.json("{'alg':'ES256'}");
        ObjectNode jwk = TestTokens.jwk(keys, root.leaf(keys));
        jwk.putArray("x5c").add("AAAA");
        header.set("jwk", jwk);
        assertRefused(
                trusting(root.certificate()), TestTokens.es256(keys, header, TestTokens.claims()));
        jwk.putArray("x5c").add(7);
        assertRefused(
                trusting(root.certificate()), TestTokens.es256(keys, header, TestTokens.claims()));
    }

    @Test
    void refusesHeaderKeyForAnotherAlgorithm() {
        ObjectNode header = TestTokens.json("{'alg':'ES256'}");
        ObjectNode jwk = TestTokens.jwk(keys, root.leaf(keys));
        jwk.put("alg", "ES384");
        header.set("jwk", jwk);
        assertRefused(
                trusting(root.certificate()), TestTokens.es256(keys, header, TestTokens.claims()));
        jwk.remove("alg");
        assertRefused(
                trusting(root.certificate()), TestTokens.es256(keys, header, TestTokens.claims()));
    }

    @Test
    void refusesPrivateKeyAndSharedSecretInHeader() {
        ObjectNode header = TestTokens.json("{'alg':'ES256'}");
        ObjectNode jwk = TestTokens.jwk(keys, root.leaf(keys));
        jwk.put("d", "AAAA");
        header.set("jwk", jwk);
        assertRefused(
                trusting(root.certificate()), TestTokens.es256(keys, header, TestTokens.claims()));
        TokenVerifier insecure =
                TestTokens.build(TokenVerifier.builder(CRYPTO, () -> NOW).insecureHeaderJwk(true));
        ObjectNode hmac =
                TestTokens.json(
                        "{'alg':'HS256','jwk':{'kty':'oct','alg':'HS256','k':'"
                                + "A".repeat(43)
                                + "'}}");
        assertRefused(insecure, TestTokens.es256(keys, hmac, TestTokens.claims()));
    }

    @Test
    void acceptsLeafUnderTrustedRoot() {
        assertTrusted(trusting(root.certificate()), withHeaderKey(keys, root.leaf(keys)));
    }

    @Test
    void acceptsPathThroughIntermediate() {
        TestPki intermediate = root.intermediate("intermediate");
        assertTrusted(
                trusting(root.certificate()),
                withHeaderKey(keys, intermediate.leaf(keys), intermediate.certificate()));
    }

    @Test
    void acceptsAnyOrderWithStrangersOnBothSides() {
        TestPki a = root.intermediate("a");
        TestPki b = a.intermediate("b");
        TestPki stranger = TestPki.root("stranger");
        assertTrusted(
                trusting(stranger.certificate(), root.certificate()),
                withHeaderKey(
                        keys,
                        b.leaf(keys),
                        TestPki.root("decoy").certificate(),
                        a.certificate(),
                        root.certificate(),
                        b.certificate()));
    }

    @Test
    void acceptsIntermediateFromTheConfiguration() {
        TestPki intermediate = root.intermediate("intermediate");
        assertTrusted(
                trusting(root.certificate(), intermediate.certificate()),
                withHeaderKey(keys, intermediate.leaf(keys)));
    }

    @Test
    void acceptsSelfSignedLeafThatIsTheAnchor() {
        TestPki self = TestPki.root("self");
        assertTrusted(trusting(self.certificate()), withHeaderKey(self.keys(), self.certificate()));
    }

    @Test
    void acceptsAnyPublicKeyInInsecureMode() {
        TokenVerifier insecure =
                TestTokens.build(TokenVerifier.builder(CRYPTO, () -> NOW).insecureHeaderJwk(true));
        assertTrusted(insecure, withHeaderKey(keys));
    }

    private static void assertRefused(TokenVerifier verifier, String token) {
        assertThat(verifier.verify(token)).isInstanceOf(TokenVerdict.Refused.class);
    }

    private static void assertTrusted(TokenVerifier verifier, String token) {
        assertThat(verifier.verify(token)).isInstanceOf(TokenVerdict.Trusted.class);
    }
}
