package dev.fiducia.kbs;

import static dev.fiducia.kbs.TestService.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.kbs.admin.AdminTokens;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Two persons who agree, by their tokens.
class SecondPersonApiTest {
    private static final String POLICY =
            "package agent_policy\ndefault ExecProcessRequest := false\n";

    @TempDir private Path folder;
    private final KeyPair key = AdminTokens.keyPair();
    private TestService service;

    @BeforeEach
    void start() throws Exception {
        Path pem = Files.writeString(folder.resolve("idp.pem"), AdminTokens.pem(key));
        service =
                new TestService(
                        folder,
                        "strict",
                        """
                        [admin]
                        authorization_mode = "AuthenticatedAuthorization"
                        [[admin.authentication.bearer_jwt.identity_providers]]
                        public_key_uri = "%s"
                        [[admin.authorization.regex_acl.acls]]
                        role = "Alice"
                        allowed_endpoints = "^/api/v1/.*$"
                        [initdata]
                        approval = "second-person"
                        """
                                .formatted(pem));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private ApiAnswer as(String subject, String method, String path, String body) throws Exception {
        String token =
                AdminTokens.by(key)
                        .claims(claims -> {
                            claims.put("exp", Instant.now().getEpochSecond() + 600);
                            if (subject.isEmpty()) {
                                claims.remove("sub");
                            } else {
                                claims.put("sub", subject);
                            }
                        })
                        .token();
        return service.call(method, path, body, "Authorization", "Bearer " + token);
    }

    @Test
    void aDocumentCountsWhenASecondPersonSaysSo() throws Exception {
        as("anna", "POST", "initdata?name=web&activate=true", document("web"))
                .is(403, "approval-needed");
        as("", "POST", "initdata?name=web", document("web")).is(403, "approval-needs-subject");
        ApiAnswer draft = as("anna", "POST", "initdata?name=web", document("web")).is(201);
        assertThat(draft.json().path("state").asText()).isEqualTo("draft");

        as("anna", "POST", "initdata/web/revisions/1:activate", "")
                .is(403, "approval-second-person");
        as("", "POST", "initdata/web/revisions/1:activate", "").is(403, "approval-needs-subject");
        ApiAnswer active = as("bert", "POST", "initdata/web/revisions/1:activate", "").is(200);
        assertThat(active.json().path("state").asText()).isEqualTo("active");
        assertThat(events("initdata.register", "initdata.activate"))
                .containsExactly("initdata.register by anna", "initdata.activate by bert");
    }

    @Test
    void aRevokedDocumentIsProposedBeforeItIsReinstated() throws Exception {
        as("anna", "POST", "initdata?name=web", document("web")).is(201);
        as("bert", "POST", "initdata/web/revisions/1:activate", "").is(200);
        as("bert", "POST", "initdata/web:revoke", "{\"reason\":\"leak\"}").is(200);
        String path = "initdata/web/revisions/1:activate?reinstate=true";
        String why = "{\"reason\":\"it was another key\"}";

        ApiAnswer proposed = as("carl", "POST", path, why).is(200);
        assertThat(proposed.json().path("state").asText()).isEqualTo("revoked");
        assertThat(proposed.json().path("proposed_by").asText()).isEqualTo("carl");
        as("carl", "POST", path, why).is(403, "approval-second-person");
        as("anna", "POST", path, why).is(403, "approval-second-person");
        ApiAnswer active = as("bert", "POST", path, why).is(200);
        assertThat(active.json().path("state").asText()).isEqualTo("active");
        assertThat(events("initdata.propose", "initdata.reinstate"))
                .containsExactly("initdata.propose by carl", "initdata.reinstate by bert");
    }

    @Test
    void anAgentPolicyMatchesWhenASecondPersonApprovesIt() throws Exception {
        as("anna", "POST", "agent-policies?name=web&approve=true", POLICY)
                .is(403, "approval-needed");
        as("anna", "POST", "agent-policies?name=web", POLICY).is(201);
        as("anna", "POST", "agent-policies/web:approve", "").is(403, "approval-second-person");
        as("bert", "POST", "agent-policies/web:approve", "").is(200);

        as("anna", "POST", "agent-policies/web:revoke", "").is(200);
        String again = "agent-policies/web:approve?reinstate=true";
        String why = "{\"reason\":\"was not\"}";
        ApiAnswer proposed = as("bert", "POST", again, why).is(200);
        assertThat(proposed.json().path("state").asText()).isEqualTo("revoked");
        as("bert", "POST", again, why).is(403, "approval-second-person");
        assertThat(as("carl", "POST", again, why).is(200).json().path("state").asText())
                .isEqualTo("approved");
    }

    private List<String> events(String... actions) throws Exception {
        List<String> found = new ArrayList<>();
        JsonNode page = as("anna", "GET", "audit?limit=1000", "").is(200).json();
        for (JsonNode event : page.path("items")) {
            String action = event.path("action").asText();
            if (List.of(actions).contains(action)) {
                found.add(action + " by " + event.path("actor").asText());
            }
        }
        return found;
    }
}
