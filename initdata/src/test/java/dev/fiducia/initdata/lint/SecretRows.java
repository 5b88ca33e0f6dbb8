package dev.fiducia.initdata.lint;

import static dev.fiducia.initdata.lint.Row.clean;
import static dev.fiducia.initdata.lint.Row.error;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Documents with and without secrets. The secrets are made up, and put together here so that no
/// scanner stumbles over this file.
final class SecretRows {

    private static final Draft GOOD = Draft.good();

    private SecretRows() {}

    /// What must be found at the start of the passage, whatever stands before it on its line.
    static List<String> secrets() {
        String header = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
        String payload = base64("{\"sub\":\"system:serviceaccount:default:pod\"}");
        return List.of(
                "-----BEGIN " + "PRIVATE KEY-----",
                "-----BEGIN " + "EC PRIVATE KEY-----",
                "-----BEGIN " + "OPENSSH PRIVATE KEY-----",
                "-----BEGIN " + "ENCRYPTED PRIVATE KEY-----",
                "-----BEGIN " + "PGP PRIVATE KEY BLOCK-----",
                base64("-----BEGIN " + "RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA"),
                header + "." + payload + ".c2lnbmF0dXJl",
                "ghp" + "_" + "a1B2".repeat(9),
                "github" + "_pat_" + "a1B2".repeat(9),
                "glpat" + "-" + "a1B2".repeat(5),
                "AKIA" + "Q7RSTUVW".repeat(2),
                "AIza" + "a1B2c3D".repeat(5),
                "npm" + "_" + "a1B2".repeat(9),
                "sha256" + "~" + "a1B2c3D4e5F".repeat(4).substring(0, 43),
                "hvs" + "." + "a1B2".repeat(6),
                "password = \"hunter22\"",
                "db_password: hunter22",
                "adminPassword = hunter22  # change me",
                "\"clientSecret\": \"0123456789abcdef\"".substring(1),
                "client-key-data: MHcCAQEEIB",
                "aws_secret_access_key = wJalrXUtnFEMI",
                "token: 0123456789abcdef0123",
                "auth\": \"" + base64Padded("robot:hunter22") + "\"",
                "hub:hunter22@kbs.example.com/");
    }

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        for (String secret : secrets()) {
            String line = secret.contains("@kbs") ? "see https://" + secret : secret;
            rows.add(error("ID013", file(line), secret, "data.more.txt"));
        }
        rows.add(
                error(
                        "ID013",
                        GOOD.with("[data]", "# ghp_" + "a1B2".repeat(9) + "\n[data]"),
                        "ghp_",
                        ""));
        rows.add(
                error(
                        "ID013",
                        GOOD.with(
                                "[data]",
                                "[data]\nx = \"a\\n-----BEGIN " + "PRIVATE KEY-----\\nMIIE\""),
                        "-----BEGIN PRIV",
                        "data.x"));
        rows.add(
                error(
                        "ID013",
                        GOOD.with("[data]", "[data]\nx = \"\\u0070assword: hunter22\""),
                        "\\u0070",
                        "data.x"));
        rows.add(
                error(
                        "ID013",
                        GOOD.with("[data]", "[data\n# ghp_" + "a1B2".repeat(9)),
                        "ghp_",
                        ""));
        rows.add(
                error(
                        "ID013",
                        GOOD.with("DB_PASSWORD=$(db-password)", "DB_PASSWORD=hunter22"),
                        "DB_PASSWORD",
                        "data.policy.rego"));
        rows.add(
                error(
                        "ID013",
                        GOOD.with("\"token\": null", "\"token\": \"0123456789abcdef0123\""),
                        "token\": \"0",
                        "data.policy.rego"));
        rows.add(
                error(
                        "ID013",
                        file("apiVersion: v1\nkind: Config\nusers:\n- name: a\ncurrent-context: a"),
                        "current",
                        "data.more.txt"));
        rows.add(
                error(
                        "ID013",
                        file("{\"kty\": \"EC\", \"d\": \"" + "a1B2".repeat(11) + "\"}"),
                        "d\": \"a1",
                        "data.more.txt"));
        rows.add(clean("ID013", GOOD.with("[data]", "[data]\nx = 'password\"'")));
        for (String harmless : harmless()) {
            rows.add(clean("ID013", file(harmless)));
        }
        return rows;
    }

    private static List<String> harmless() {
        return List.of(
                "-----BEGIN PUBLIC KEY-----\nMFkwEwYH\n-----END PUBLIC KEY-----",
                "a PRIVATE KEY is made like this: -----BEGIN and so on",
                "sealed.eyJhbGciOiJFUzI1NiJ9.eyJ2ZXJzaW9uIjoiMC4xLjAifQ.c2ln",
                "eyJub3QiOiJhIHRva2VuIn0.eyJhIjoxfQ.c2ln",
                "password = \"kbs:///default/db/password\"",
                "password = ${DB_PASSWORD}",
                "password: <password>",
                "password = \"\"",
                "password: stored in the service",
                "passwordFile: /run/secrets/db",
                "password == other",
                "token: true",
                "token = short",
                "{\"auth\": \"oauth2\"}",
                "{\"kty\": \"EC\", \"d\": \"x\"}",
                "sha256:" + "0123456789abcdef".repeat(4),
                "https://kbs.example.com:8443/a@b",
                "kind: Config\ncurrent: none",
                "ghp_short");
    }

    private static Draft file(String content) {
        return GOOD.with("[data]", "[data]\n\"more.txt\" = '''\n- " + content + "\n'''");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64Padded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
