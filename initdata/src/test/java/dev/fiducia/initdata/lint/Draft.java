package dev.fiducia.initdata.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.Place;
import dev.fiducia.initdata.lint.connection.ConnectionRules;
import dev.fiducia.initdata.lint.document.DocumentRules;
import dev.fiducia.initdata.lint.hub.HubRules;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A document under edit: starts as one in which no rule finds anything.
record Draft(String text, LintOptions options) {

    static final Linter LINTER =
            Linter.of(
                    Stream.of(DocumentRules.all(), ConnectionRules.all(), HubRules.all())
                            .flatMap(List::stream)
                            .toList());

    static final String CERTIFICATE = TestCertificate.server("kbs.example.com").pem();

    private static final String GOOD =
            """
            algorithm = "sha256"
            version = "0.1.0"

            [data]
            "aa.toml" = '''
            [token_configs.kbs]
            url = "https://kbs.example.com:8443"
            cert = \"""
            CERTIFICATE\"""

            [eventlog_config]
            init_pcr = 17
            enable_eventlog = false

            [log]
            level = "info"
            '''

            "cdh.toml" = '''
            socket = "unix:///run/confidential-containers/cdh.sock"
            skip_sealed_secret_verification = false
            credentials = [
              { resource_uri = "kbs:///default/key/1", path = "/run/confidential-containers/cdh/key" },
            ]

            [kbc]
            name = "cc_kbc"
            url = "https://kbs.example.com:8443/"
            kbs_cert = \"""
            CERTIFICATE\"""

            [aa]
            aa_socket = "unix:///run/confidential-containers/attestation-agent/attestation-agent.sock"

            [image]
            image_security_policy_uri = "kbs:///default/security-policy/prod"
            authenticated_registry_credentials_uri = "kbs:///default/credential/pull"
            sigstore_config_uri = "kbs:///default/sigstore-config/prod"
            max_concurrent_layer_downloads_per_image = 3

            [image.registry_config]
            unqualified-search-registries = ["docker.io"]

            [[image.registry_config.registry]]
            prefix = "quay.io/team"
            location = "registry.example.com/team"
            blocked = false
            insecure = false

            [[image.registry_config.registry.mirror]]
            location = "registry.example.com/mirror"
            '''

            "policy.rego" = '''
            package agent_policy

            import future.keywords.if
            import future.keywords.in

            default CreateContainerRequest := false
            default ExecProcessRequest := false
            default SetPolicyRequest := false

            CreateContainerRequest if {
                regex.match("^[a-z0-9.]{1,64}$", input.container_id)
                every password in input.passwords { password == data.expected }
            }

            policy_data := {
                "containers": [{"OCI": {"Process": {
                    "Args": ["sh", "-c", "echo ${HOME} <here> $PATH"],
                    "Env": ["DB_PASSWORD=$(db-password)", "API_KEY=sealed.fakeheader.payload.sig"]
                }}}],
                "token": null
            }
            '''
            """
                    .replace("CERTIFICATE", CERTIFICATE);

    static Draft good() {
        return new Draft(GOOD, LintOptions.prod(InstantSource.fixed(TestCertificate.NOW)));
    }

    /// The draft with one passage replaced, which must be there.
    Draft with(String passage, String other) {
        assertThat(text).contains(passage);
        return new Draft(text.replace(passage, other), options);
    }

    /// The draft with the first of several equal passages replaced.
    Draft withFirst(String passage, String other) {
        int at = text.indexOf(passage);
        assertThat(at).isNotNegative();
        return new Draft(
                text.substring(0, at) + other + text.substring(at + passage.length()), options);
    }

    Draft withText(String other) {
        return new Draft(other, options);
    }

    Draft on(Platform... platforms) {
        return new Draft(text, options.with(Set.of(platforms)));
    }

    Draft in(LintProfile profile) {
        return new Draft(text, options.with(profile));
    }

    Draft at(HostFacts host) {
        return new Draft(text, options.with(host));
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    LintReport report() {
        return LINTER.lint(bytes(), options);
    }

    LintReport reportAsAnnotation() {
        return LINTER.lint(
                InitdataAnnotation.encode(bytes()).getBytes(StandardCharsets.US_ASCII), options);
    }

    /// Line and column of the first occurrence of a passage.
    Place placeOf(String passage) {
        int at = text.indexOf(passage);
        assertThat(at).as(passage).isNotNegative();
        return new TextLines(text).place(at);
    }
}
