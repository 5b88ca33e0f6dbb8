package dev.fiducia.kbs.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.EcCurve;
import dev.fiducia.kbs.config.AdminConfig;
import dev.fiducia.kbs.config.AdminConfig.AclRule;
import dev.fiducia.kbs.config.AdminConfig.AuthenticatedAuthorization;
import dev.fiducia.kbs.config.AdminConfig.IdentityProvider;
import dev.fiducia.kbs.config.Place;
import dev.fiducia.kbs.http.Headers;
import dev.fiducia.kbs.http.Method;
import dev.fiducia.kbs.http.Request;
import dev.fiducia.kbs.http.RequestPath;
import dev.fiducia.kbs.tls.Pem;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class AdminAccessTest {
    private static final CryptoSuite CRYPTO = CryptoSuite.create(CryptoPreference.JDK);
    private static final Place PLACE = new Place("kbs-config.toml", 1, 1);
    private static final String UNVERIFIED = "Cannot verify token with any of the issuers";
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.ofEpochSecond(AdminTokens.NOW));

    private final KeyPair key = AdminTokens.keyPair();

    @TempDir private Path folder;
    private Path keyFile;

    @BeforeEach
    void writeKey() throws IOException {
        keyFile = Files.writeString(folder.resolve("key.pem"), AdminTokens.pem(key));
    }

    private AdminConfig oidc(String expression) {
        return new AuthenticatedAuthorization(
                List.of(
                        new IdentityProvider(
                                Optional.of("oidc-1"),
                                Optional.of("kbs.example.io"),
                                Optional.of(keyFile.toString()),
                                Optional.empty(),
                                PLACE)),
                List.of(new AclRule("Alice", expression, PLACE)));
    }

    private static Request request(String path, String... authorization) {
        return new Request(
                "r1",
                Method.POST,
                RequestPath.parse(path).orElseThrow(),
                path,
                Map.of(),
                Headers.of(
                        authorization.length == 0
                                ? List.of()
                                : List.of(Map.entry("Authorization", authorization[0]))),
                new byte[0]);
    }

    private AdminDecision decide(AdminConfig config, Request request) throws AdminException {
        return AdminAccess.open(config, folder.resolve("admin"), CRYPTO, CLOCK).decide(request);
    }

    private AdminDecision decide(String token) throws AdminException {
        return decide(
                oidc("^/kbs/v0/admin/allowed/.+$"),
                request("/kbs/v0/admin/allowed/path", "Bearer " + token));
    }

    private static void denied(AdminDecision decision, String reason) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        AdminDecision.Denied.class, d -> assertThat(d.reason()).contains(reason));
    }

    @Test
    void deniesEverythingWhenAllIsDenied() throws AdminException {
        denied(
                decide(new AdminConfig.DenyAll(), request("/kbs/v0/resource-policy")),
                "DenyAll authorization_mode is enabled");
    }

    @Test
    void deniesWithoutAToken() throws AdminException {
        AdminConfig config = oidc("^/kbs/.+$");
        denied(decide(config, request("/kbs/v0/x")), "Failed to parse HTTP Auth Bearer header");
        denied(decide(config, request("/kbs/v0/x", "Basic YTpi")), "Failed to parse HTTP Auth");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b", "a.b.c.d", "..", "eyJhbGciOiJub25lIn0.e30.", "e30.e30.e30"})
    void deniesWhatIsNoToken(String token) throws AdminException {
        denied(decide(token), UNVERIFIED);
    }

    @Test
    void deniesATokenOfAnotherKey() throws AdminException {
        denied(decide(AdminTokens.by(AdminTokens.keyPair()).token()), UNVERIFIED);
    }

    @Test
    void deniesAForgedClaim() throws AdminException {
        String[] parts = AdminTokens.by(key).token().split("\\.", -1);
        String claims =
                new String(
                        Base64.getUrlDecoder().decode(parts[1]),
                        java.nio.charset.StandardCharsets.UTF_8);
        String forged =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                claims.replace("alice", "mallo")
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        denied(decide(parts[0] + "." + forged + "." + parts[2]), UNVERIFIED);
    }

    @Test
    void deniesOtherIssuersAndAudiences() throws AdminException {
        denied(decide(AdminTokens.by(key).claims(c -> c.put("iss", "oidc-2")).token()), UNVERIFIED);
        denied(decide(AdminTokens.by(key).claims(c -> c.remove("iss")).token()), UNVERIFIED);
        denied(
                decide(AdminTokens.by(key).claims(c -> c.put("aud", "wrong.example.io")).token()),
                UNVERIFIED);
        denied(decide(AdminTokens.by(key).claims(c -> c.remove("aud")).token()), UNVERIFIED);
    }

    @Test
    void deniesTokensOutOfTheirTime() throws AdminException {
        long now = AdminTokens.NOW;
        denied(decide(AdminTokens.by(key).claims(c -> c.remove("exp")).token()), UNVERIFIED);
        denied(
                decide(AdminTokens.by(key).claims(c -> c.put("exp", "9999999999")).token()),
                UNVERIFIED);
        denied(decide(AdminTokens.by(key).claims(c -> c.put("exp", now - 61)).token()), UNVERIFIED);
        denied(decide(AdminTokens.by(key).claims(c -> c.put("nbf", now + 61)).token()), UNVERIFIED);
        BigDecimal never = new BigDecimal("1e999999999");
        denied(decide(AdminTokens.by(key).claims(c -> c.put("nbf", never)).token()), UNVERIFIED);
        denied(
                decide(AdminTokens.by(key).claims(c -> c.put("exp", never.negate())).token()),
                UNVERIFIED);
    }

    @Test
    void deniesTokensThatBringOrPointAtAKey() throws AdminException {
        for (String member : List.of("jwk", "jku", "x5u", "crit", "zip")) {
            denied(decide(AdminTokens.by(key).header(h -> h.put(member, "x")).token()), UNVERIFIED);
        }
    }

    @Test
    void deniesAnAlgorithmThatIsNotOfTheKey() throws AdminException {
        for (String alg : List.of("none", "HS256", "ES256", "RS256", "eddsa")) {
            denied(decide(AdminTokens.by(key).header(h -> h.put("alg", alg)).token()), UNVERIFIED);
        }
    }

    @Test
    void deniesAttestationTokens() throws AdminException {
        denied(decide(AdminTokens.by(key).claims(c -> c.putObject("submods")).token()), UNVERIFIED);
        denied(
                decide(AdminTokens.by(key).claims(c -> c.put("eat_profile", "p")).token()),
                UNVERIFIED);
    }

    @Test
    void deniesWithoutARole() throws AdminException {
        denied(
                decide(AdminTokens.by(key).claims(c -> c.remove("role")).token()),
                "Missing required `role` claim");
        denied(
                decide(AdminTokens.by(key).claims(c -> c.putArray("role").add("Alice")).token()),
                "Missing required `role` claim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/kbs/v0/admin/denied/path",
                "/kbs/v0/admin/denied/%61llowed",
                "/kbs/v0/admin/denied//kbs/v0/admin/allowed/path",
            })
    void deniesOtherPathsHoweverWritten(String path) throws AdminException {
        denied(
                decide(
                        oidc("^/kbs/v0/admin/allowed/.+$"),
                        request(path, "Bearer " + AdminTokens.by(key).token())),
                "Role Alice not allowed for path /kbs/v0/admin/denied/");
    }

    @Test
    void deniesARoleWithoutARule() throws AdminException {
        denied(
                decide(AdminTokens.by(key).claims(c -> c.put("role", "Bob")).token()),
                "Role Bob not allowed");
    }

    @Test
    void grantsWhatTheRuleAllows() throws AdminException {
        AdminDecision decision = decide(AdminTokens.by(key).token());
        assertThat(decision)
                .isEqualTo(
                        new AdminDecision.Granted(
                                new AdminIdentity(
                                        "Alice", Optional.of("oidc-1"), Optional.of("alice"))));
        assertThat(
                        decide(
                                oidc("^/kbs/v0/admin/allowed/.+$"),
                                request(
                                        "/kbs/v0/%61dmin/allowed/path",
                                        "bearer " + AdminTokens.by(key).token())))
                .isInstanceOf(AdminDecision.Granted.class);
        assertThat(
                        decide(
                                AdminTokens.by(key)
                                        .claims(c -> c.put("exp", AdminTokens.NOW - 59))
                                        .token()))
                .isInstanceOf(AdminDecision.Granted.class);
    }

    @Test
    void takesTheNamedKeyOfASetAndNoSharedSecret() throws AdminException, IOException {
        byte[] spki = key.getPublic().getEncoded();
        String x =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                java.util.Arrays.copyOfRange(spki, spki.length - 32, spki.length));
        Path set =
                Files.writeString(
                        folder.resolve("set.json"),
                        """
                        {"keys":[
                          {"kty":"oct","kid":"shared","alg":"HS256","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"},
                          {"kty":"OKP","crv":"Ed25519","kid":"k1","alg":"EdDSA","x":"%s"}]}
                        """
                                .formatted(x));
        AdminConfig config =
                new AuthenticatedAuthorization(
                        List.of(
                                new IdentityProvider(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of("file://" + set),
                                        PLACE)),
                        List.of(new AclRule("Alice", "^/kbs/.+$", PLACE)));
        String named = AdminTokens.by(key).header(h -> h.put("kid", "k1")).token();
        assertThat(decide(config, request("/kbs/v0/x", "Bearer " + named)))
                .isInstanceOf(AdminDecision.Granted.class);
        denied(
                decide(config, request("/kbs/v0/x", "Bearer " + AdminTokens.by(key).token())),
                UNVERIFIED);
        String shared = AdminTokens.by(key).header(h -> h.put("kid", "shared")).token();
        denied(decide(config, request("/kbs/v0/x", "Bearer " + shared)), UNVERIFIED);
    }

    @Test
    void refusesConfigurationsThatCannotWork() throws IOException {
        assertThatThrownBy(() ->
                        decide(
                                new AuthenticatedAuthorization(List.of(), List.of()),
                                request("/kbs/v0/x")))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("at least one `identity_providers`");
        Path empty = Files.writeString(folder.resolve("empty.json"), "{\"keys\":[]}");
        for (IdentityProvider provider :
                List.of(
                        provider(Optional.empty(), Optional.empty()),
                        provider(Optional.of("/no/such/file"), Optional.empty()),
                        provider(Optional.of("http://example.com/key.pem"), Optional.empty()),
                        provider(Optional.of(empty.toString()), Optional.empty()),
                        provider(Optional.empty(), Optional.of(empty.toString())),
                        provider(Optional.empty(), Optional.of("https://")),
                        provider(Optional.empty(), Optional.of("http://example.com")),
                        provider(Optional.empty(), Optional.of("file:///no/such/set")))) {
            assertThatThrownBy(() ->
                            decide(
                                    new AuthenticatedAuthorization(List.of(provider), List.of()),
                                    request("/kbs/v0/x")))
                    .as("%s", provider)
                    .isInstanceOf(AdminException.class);
        }
    }

    private static IdentityProvider provider(Optional<String> pem, Optional<String> set) {
        return new IdentityProvider(Optional.empty(), Optional.empty(), pem, set, PLACE);
    }

    @Test
    void makesAKeyAndAReadyTokenOnFirstStart() throws Exception {
        AdminConfig config = new AdminConfig.GeneratedKey();
        denied(decide(config, request("/api/v1/initdata")), "Failed to parse");
        Path tokenFile = GeneratedAdminKey.tokenFile(folder.resolve("admin"));
        String token = Files.readString(tokenFile);
        for (String path : List.of("/api/v1/initdata", "/kbs/v0/resource-policy")) {
            assertThat(decide(config, request(path, "Bearer " + token)))
                    .isInstanceOf(AdminDecision.Granted.class);
        }
        assertThat(Files.readString(tokenFile)).isEqualTo(token);
        for (String name : List.of("token", "private-key.pem")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(
                                            folder.resolve("admin").resolve(name))))
                    .isEqualTo("rw-------");
        }
        denied(
                decide(config, request("/kbs/v0/x", "Bearer " + AdminTokens.by(key).token())),
                UNVERIFIED);
    }

    @Test
    void renewsTheReadyTokenBeforeItExpires() throws Exception {
        Path admin = folder.resolve("admin");
        AdminConfig config = new AdminConfig.GeneratedKey();
        AdminAccess.open(config, admin, CRYPTO, CLOCK);
        String old = Files.readString(GeneratedAdminKey.tokenFile(admin));
        InstantSource later = InstantSource.fixed(CLOCK.instant().plus(Duration.ofDays(340)));
        AdminAccess access = AdminAccess.open(config, admin, CRYPTO, later);
        String renewed = Files.readString(GeneratedAdminKey.tokenFile(admin));
        assertThat(renewed).isNotEqualTo(old);
        assertThat(access.decide(request("/kbs/v0/x", "Bearer " + renewed)))
                .isInstanceOf(AdminDecision.Granted.class);
    }

    @Test
    void refusesAPrivateKeyThatOthersCanRead() throws Exception {
        Path admin = folder.resolve("admin");
        AdminAccess.open(new AdminConfig.GeneratedKey(), admin, CRYPTO, CLOCK);
        Files.setPosixFilePermissions(
                admin.resolve("private-key.pem"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() ->
                        AdminAccess.open(new AdminConfig.GeneratedKey(), admin, CRYPTO, CLOCK))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void refusesAPublicKeyThatIsNotItsOwn() throws Exception {
        Path admin = folder.resolve("admin");
        AdminAccess.open(new AdminConfig.GeneratedKey(), admin, CRYPTO, CLOCK);
        KeyPair anothers = CRYPTO.generateEc(EcCurve.P256);
        Files.write(
                admin.resolve("public-key.pem"),
                Pem.write("PUBLIC KEY", anothers.getPublic().getEncoded()));
        assertThatThrownBy(() ->
                        AdminAccess.open(new AdminConfig.GeneratedKey(), admin, CRYPTO, CLOCK))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("public-key.pem is not the key of");
    }

    @Test
    void letsEveryoneInWhenToldTo() throws AdminException {
        assertThat(decide(new AdminConfig.InsecureAllowAll(), request("/kbs/v0/x")))
                .isInstanceOf(AdminDecision.Granted.class);
    }
}
