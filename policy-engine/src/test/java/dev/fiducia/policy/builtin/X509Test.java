package dev.fiducia.policy.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.policy.value.RegoArray;
import dev.fiducia.policy.value.RegoBoolean;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoValue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;

class X509Test {
    private static final KeyPair ROOT = TestKeys.ec("P-256");
    private static final KeyPair MIDDLE = TestKeys.rsa();
    private static final KeyPair LEAF = TestKeys.ec("P-384");
    private static final KeyPair ED = TestKeys.ed25519();
    private static final GeneralName HOST = new GeneralName(GeneralName.dNSName, "*.example.com");

    private static TestKeys.Certificate root() {
        return new TestKeys.Certificate("CN=Root,O=Example", ROOT);
    }

    private static TestKeys.Certificate middle() {
        return new TestKeys.Certificate("CN=Middle", MIDDLE);
    }

    private static TestKeys.Certificate leaf() {
        return new TestKeys.Certificate("CN=Leaf", LEAF).leaf(HOST);
    }

    private static String chain(
            TestKeys.Certificate root, TestKeys.Certificate middle, TestKeys.Certificate leaf) {
        return TestKeys.pem(root.signedBy("CN=Root,O=Example", ROOT))
                + TestKeys.pem(middle.signedBy("CN=Root,O=Example", ROOT))
                + TestKeys.pem(leaf.signedBy("CN=Middle", MIDDLE));
    }

    private static RegoValue verify(String text, RegoObject options) throws BuiltinException {
        var builtin =
                Builtins.of(BuiltinSet.OPA, java.util.Set.of())
                        .find("crypto.x509.parse_and_verify_certificates_with_options");
        var result =
                (RegoArray)
                        java.util.Objects.requireNonNull(
                                java.util.Objects.requireNonNull(builtin)
                                        .call(Calls.context(), RegoString.of(text), options));
        return result.get(0);
    }

    private static RegoObject options(String name, RegoValue value) {
        return RegoObject.of(name, value);
    }

    private static RegoObject at(Instant now) {
        return RegoObject.of("CurrentTime", RegoValue.of(now.getEpochSecond() * 1_000_000_000));
    }

    @Test
    void refusesChainsThatGoWouldRefuse() throws BuiltinException {
        var now = at(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(verify(chain(root(), middle(), leaf()), now)).isEqualTo(RegoBoolean.TRUE);
        var other = new TestKeys.Certificate("CN=Middle", LEAF);
        assertThat(verify(chain(root(), other, leaf()), now)).isEqualTo(RegoBoolean.FALSE);
        var notAuthority = new TestKeys.Certificate("CN=Middle", MIDDLE).leaf(HOST);
        assertThat(verify(chain(root(), notAuthority, leaf()), now)).isEqualTo(RegoBoolean.FALSE);
        assertThat(verify(chain(root().pathLength(0), middle(), leaf()), now))
                .isEqualTo(RegoBoolean.FALSE);
        assertThat(verify(chain(root(), middle().strange(), leaf()), now))
                .isEqualTo(RegoBoolean.FALSE);
        assertThat(verify(chain(root(), middle().permitting("example.org"), leaf()), now))
                .isEqualTo(RegoBoolean.FALSE);
        var ended = middle().until(Instant.parse("2025-01-01T00:00:00Z"));
        assertThat(verify(chain(root(), ended, leaf()), now)).isEqualTo(RegoBoolean.FALSE);
        assertThat(verify(chain(root(), middle(), leaf()), at(TestKeys.FROM.minusSeconds(1))))
                .isEqualTo(RegoBoolean.FALSE);
        assertThat(verify(TestKeys.pem(root().signedBy("CN=Root,O=Example", ROOT)), now))
                .isEqualTo(RegoBoolean.FALSE);
    }

    @Test
    void looksAtNamesAndUsages() throws BuiltinException {
        var purpose = leaf().purpose(KeyPurposeId.id_kp_clientAuth);
        String client = chain(root(), middle(), purpose);
        var now = at(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(verify(client, now)).isEqualTo(RegoBoolean.FALSE);
        var usages = RegoArray.of(RegoString.of("KeyUsageClientAuth"));
        assertThat(verify(client, now.with(RegoString.of("KeyUsages"), usages)))
                .isEqualTo(RegoBoolean.TRUE);
        String any = chain(root(), middle(), leaf());
        for (var host : new String[] {"a.example.com", "A.EXAMPLE.com."}) {
            assertThat(verify(any, now.with(RegoString.of("DNSName"), RegoString.of(host))))
                    .isEqualTo(RegoBoolean.TRUE);
        }
        for (var host : new String[] {"example.com", "a.b.example.com", "1.2.3.4", "evil.com"}) {
            assertThat(verify(any, now.with(RegoString.of("DNSName"), RegoString.of(host))))
                    .isEqualTo(RegoBoolean.FALSE);
        }
    }

    @Test
    void refusesOptionsThatItDoesNotKnow() {
        String text = chain(root(), middle(), leaf());
        assertThatThrownBy(() -> verify(text, options("Roots", RegoBoolean.TRUE)))
                .hasMessage("invalid key option");
        assertThatThrownBy(() -> verify(text, options("CurrentTime", RegoBoolean.TRUE)))
                .hasMessage("'CurrentTime' should be a number");
        var usages = RegoArray.of(RegoString.of("Nonsense"));
        assertThatThrownBy(() -> verify(text, options("KeyUsages", usages)))
                .hasMessage("invalid entries for 'KeyUsages' found: [Nonsense]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "MAA=", "MIIB", "MDAwMA=="})
    void refusesWhatIsNoCertificate(String text) {
        if (text.isEmpty()) {
            return;
        }
        assertThatThrownBy(() -> parse("crypto.x509.parse_certificates", text))
                .isInstanceOf(BuiltinException.class)
                .hasMessage("x509: malformed certificate");
    }

    @Test
    void refusesKeysThatDoNotBelong() {
        String certificate = TestKeys.pem(root().signedBy("CN=Root,O=Example", ROOT));
        String key = TestKeys.pem("PRIVATE KEY", LEAF.getPrivate().getEncoded());
        assertThatThrownBy(() -> parse("crypto.x509.parse_keypair", certificate, key))
                .hasMessage("tls: private key does not match public key");
        assertThatThrownBy(() -> parse("crypto.x509.parse_keypair", certificate, certificate))
                .hasMessage("tls: failed to find any PEM data in key input");
    }

    @Test
    void showsACertificateAsGoDoes() throws Exception {
        String pem = TestKeys.pem(root().signedBy("CN=Root,O=Example", ROOT));
        String json = parse("crypto.x509.parse_certificates", pem);
        assertThat(json)
                .contains("\"SerialNumber\":1234567890123456789012345")
                .contains("\"NotBefore\":\"2020-01-01T00:00:00Z\"")
                .contains("\"SignatureAlgorithm\":10")
                .contains("\"PublicKeyAlgorithm\":3")
                .contains("\"KeyUsage\":32")
                .contains("\"IsCA\":true")
                .contains("\"MaxPathLen\":-1")
                .contains("\"CommonName\":\"Root\"")
                .contains("\"Organization\":[\"Example\"]")
                .contains("\"Country\":null")
                .contains("{\"Type\":[2,5,4,3],\"Value\":\"Root\"}")
                .contains("\"Id\":[2,5,29,19]")
                .contains("\"URIStrings\":null")
                .contains("\"Curve\":{}");
        assertThat(parse("crypto.x509.parse_certificates", base64(pem))).isEqualTo(json);
    }

    @Test
    void showsUrisAndAddresses() throws BuiltinException {
        var uri = new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://a/b?c");
        var address = new GeneralName(GeneralName.iPAddress, "2001:db8::1");
        String one = TestKeys.pem(leaf().leaf(uri).signedBy("CN=Root,O=Example", ROOT));
        assertThat(parse("crypto.x509.parse_certificates", one))
                .contains("\"URIStrings\":[\"spiffe://a/b?c\"]")
                .contains("\"Host\":\"a\"")
                .contains("\"RawQuery\":\"c\"");
        String two = TestKeys.pem(leaf().leaf(address).signedBy("CN=Root,O=Example", ROOT));
        assertThat(parse("crypto.x509.parse_certificates", two))
                .contains("\"IPAddresses\":[\"2001:db8::1\"]");
    }

    @Test
    void showsRequests() throws BuiltinException {
        byte[] der = TestKeys.request("CN=Asked,C=AT", MIDDLE);
        String json =
                parse(
                        "crypto.x509.parse_certificate_request",
                        TestKeys.pem("CERTIFICATE REQUEST", der));
        assertThat(json).contains("\"CommonName\":\"Asked\"").contains("\"Country\":[\"AT\"]");
        assertThat(
                        parse(
                                "crypto.x509.parse_certificate_request",
                                Base64.getEncoder().encodeToString(der)))
                .isEqualTo(json);
        assertThatThrownBy(() -> parse("crypto.x509.parse_certificate_request", "-"))
                .hasMessage("illegal base64 data at input byte 0");
    }

    @Test
    void showsKeys() throws BuiltinException {
        String rsa = TestKeys.pem("PRIVATE KEY", MIDDLE.getPrivate().getEncoded());
        String ec = TestKeys.pem("PRIVATE KEY", LEAF.getPrivate().getEncoded());
        String ed = TestKeys.pem("PRIVATE KEY", ED.getPrivate().getEncoded());
        assertThat(parse("crypto.parse_private_keys", rsa))
                .contains("\"Primes\":[")
                .contains("\"CRTValues\":[]")
                .contains("\"E\":65537");
        assertThat(parse("crypto.parse_private_keys", rsa + ec + ed)).contains("\"Curve\":{}");
        assertThat(parse("crypto.x509.parse_rsa_private_key", rsa)).contains("\"kty\":\"RSA\"");
        assertThat(parse("crypto.x509.parse_rsa_private_key", ec)).contains("\"crv\":\"P-384\"");
        assertThatThrownBy(() -> parse("crypto.x509.parse_rsa_private_key", ""))
                .hasMessage("input PEM data was empty");
        assertThat(parse("crypto.parse_private_keys", "")).isEqualTo("null");
        String certificate = TestKeys.pem(root().signedBy("CN=Root,O=Example", ROOT));
        String own = TestKeys.pem("PRIVATE KEY", ROOT.getPrivate().getEncoded());
        assertThat(parse("crypto.x509.parse_keypair", certificate, own)).contains("\"Leaf\":{");
    }

    /// A flipped byte gives another certificate, or a refusal in words.
    @Property(tries = 600)
    void mutatedCertificatesAreShownOrRefused(@ForAll long seed) throws IOException {
        var random = new Random(seed);
        byte[] der = root().signedBy("CN=Root,O=Example", ROOT).getEncoded();
        mutate(random, der);
        typed("crypto.x509.parse_certificates", Base64.getEncoder().encodeToString(der));
        byte[] request = TestKeys.request("CN=Asked", ROOT);
        mutate(random, request);
        typed("crypto.x509.parse_certificate_request", Base64.getEncoder().encodeToString(request));
        byte[] key = MIDDLE.getPrivate().getEncoded();
        mutate(random, key);
        typed("crypto.parse_private_keys", TestKeys.pem("PRIVATE KEY", key));
        var pem = TestKeys.pem("CERTIFICATE", der).toCharArray();
        pem[random.nextInt(pem.length)] = (char) random.nextInt(128);
        typed("crypto.x509.parse_certificates", new String(pem));
        typed("crypto.x509.parse_and_verify_certificates", new String(pem));
    }

    private static void mutate(Random random, byte[] bytes) {
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
    }

    private static void typed(String name, String text) {
        try {
            assertThat(parse(name, text)).isNotNull();
        } catch (BuiltinException e) {
            assertThat(e.kind()).isEqualTo(BuiltinException.Kind.BUILTIN);
        }
    }

    private static String parse(String name, String... texts) throws BuiltinException {
        var arguments = new RegoValue[texts.length];
        for (int i = 0; i < texts.length; i++) {
            arguments[i] = RegoString.of(texts[i]);
        }
        return Calls.call(Calls.context(), name, arguments);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
