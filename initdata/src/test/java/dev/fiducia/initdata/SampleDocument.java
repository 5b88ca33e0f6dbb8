package dev.fiducia.initdata;

import java.nio.charset.StandardCharsets;

/// The worked example: one document in three variants that differ in the word of the first line.
final class SampleDocument {

    static final String DATA =
            """
            version = "0.1.0"

            [data]
            "aa.toml" = '''
            [token_configs]
            [token_configs.kbs]
            url = "https://kbs.example.com:8080"
            '''

            "cdh.toml" = '''
            socket = "unix:///run/confidential-containers/cdh.sock"
            credentials = []

            [kbc]
            name = "cc_kbc"
            url = "https://kbs.example.com:8080"

            [image]
            image_security_policy_uri = "kbs:///default/security-policy/test"
            '''

            "policy.rego" = '''
            package agent_policy

            default CreateContainerRequest := true
            default ExecProcessRequest := false
            default ReadStreamRequest := false
            default SetPolicyRequest := false
            '''
            """;

    private SampleDocument() {}

    static String text(String algorithm) {
        return "algorithm = \"" + algorithm + "\"\n" + DATA;
    }

    static byte[] bytes(String algorithm) {
        return utf8(text(algorithm));
    }

    static InitdataDocument parsed(String algorithm) {
        return parsed(bytes(algorithm));
    }

    static InitdataDocument parsed(byte[] raw) {
        try {
            return InitdataDocument.parse(raw);
        } catch (InitdataException e) {
            throw new AssertionError(e.code() + " " + e.place(), e);
        }
    }

    static InitdataDocument withData(String data) {
        return parsed(utf8("version = \"0.1.0\"\nalgorithm = \"sha256\"\n[data]\n" + data));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
