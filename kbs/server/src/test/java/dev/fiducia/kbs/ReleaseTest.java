package dev.fiducia.kbs;

import static dev.fiducia.kbs.TestService.assertDenied;
import static dev.fiducia.kbs.TestService.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// What the registry has to say when a secret is asked for.
class ReleaseTest {
    private static final String SECRET = "resource/default/web/key";
    private static final String OTHER = "resource/default/db/key";
    private static final String CONTENT = "eight by";

    @TempDir private Path folder;
    private TestService service;

    @BeforeEach
    void start() throws Exception {
        service = new TestService(folder, "strict");
        service.acceptHardware();
        service.guest().post(SECRET, CONTENT);
        service.guest().post(OTHER, CONTENT);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void onlyRegisteredInitdataGetsSecrets() throws Exception {
        TestGuest guest = service.started(document("web"));
        assertDenied(guest.get(SECRET), "policy-deny");

        // The token is older than the registration.
        service.register("web", document("web"));
        assertReleased(guest, SECRET);
    }

    @Test
    void aRevocationCountsFromTheNextRequestOn() throws Exception {
        service.register("web", document("web"));
        TestGuest guest = service.guest();
        String token = service.tokenOf(guest, document("web"));
        assertReleased(guest, SECRET);

        service.admin("DELETE", "initdata/web", "", 200);

        assertDenied(guest.get(SECRET), "initdata-revoked");
        assertDenied(service.guest().getWithToken(SECRET, token), "initdata-revoked");
        assertDenied(service.started(document("web")).get(SECRET), "initdata-revoked");
        service.policy("true");
        assertDenied(guest.get(SECRET), "initdata-revoked");
    }

    @Test
    void aPolicySeesWhatTheRegistrySaysNow() throws Exception {
        TestGuest guest = service.started(document("web"));
        service.policy("data.initdata == {\"registered\": false, \"state\": \"unregistered\"}");
        assertReleased(guest, SECRET);

        service.register("web", document("web"));
        assertDenied(guest.get(SECRET), "policy-deny");
        service.policy(
                """
                data.initdata.registered
                data.initdata.state == "active"
                data.initdata.name == "web"
                data.grants == {"restricted": false, "names": []}
                """);
        assertReleased(guest, SECRET);
    }

    @Test
    void aGrantedResourceIsForItsNamesAlone() throws Exception {
        service.register("web", document("web"));
        service.register("db", document("db"));
        TestGuest web = service.started(document("web"));
        TestGuest db = service.started(document("db"));

        service.admin("POST", "initdata/db/grants", "{\"resource\":\"default/db/*\"}", 201);

        assertReleased(db, OTHER);
        assertReleased(web, SECRET);
        for (String path :
                new String[] {
                    OTHER,
                    "resource//default/db/key",
                    "resource/default/db//key",
                    "resource/default%2Fdb/key",
                    "resource/default/%64b/key",
                    "resource/default/db/key?x=y"
                }) {
            assertDenied(web.get(path), "not-granted");
        }
        assertDenied(service.started(document("stranger")).get(OTHER), "not-granted");
    }

    @Test
    void noPolicyOpensWhatIsGrantedToOthers() throws Exception {
        service.register("web", document("web"));
        service.register("db", document("db"));
        service.admin("POST", "initdata/db/grants", "{\"resource\":\"default/db/key\"}", 201);
        service.policy("true");

        assertDenied(service.started(document("web")).get(OTHER), "not-granted");
        service.policy("data.initdata.name in data.grants.names");
        assertReleased(service.started(document("db")), OTHER);
    }

    @Test
    void aRevokedGrantDoesNotOpenItsResource() throws Exception {
        service.register("web", document("web"));
        service.register("db", document("db"));
        String id =
                service.admin(
                                "POST",
                                "initdata/db/grants",
                                "{\"resource\":\"default/db/key\"}",
                                201)
                        .path("id")
                        .asText();
        TestGuest web = service.started(document("web"));
        TestGuest db = service.started(document("db"));
        assertReleased(db, OTHER);

        service.admin("POST", "grants/" + id + ":forget", "", 409);
        service.admin("POST", "grants/" + id + ":revoke", "{\"reason\":\"moved\"}", 200);

        assertDenied(db.get(OTHER), "not-granted");
        assertDenied(web.get(OTHER), "not-granted");
        service.admin("POST", "initdata/db/grants", "{\"resource\":\"default/db/key\"}", 201);
        assertReleased(db, OTHER);
        service.admin("DELETE", "grants/" + id, "", 200);
        service.admin("POST", "grants/" + id + ":forget?dryRun=true", "", 200);
        assertDenied(web.get(OTHER), "not-granted");
        service.admin("POST", "grants/" + id + ":forget", "", 200);
        assertReleased(web, OTHER);
    }

    @Test
    void aGrantForOtherPlatformsRestrictsAndDoesNotHelp() throws Exception {
        service.register("db", document("db"));
        TestGuest db = service.started(document("db"));
        service.admin(
                "POST",
                "initdata/db/grants",
                "{\"resource\":\"default/db/key\",\"platforms\":[\"tdx\"]}",
                201);
        assertDenied(db.get(OTHER), "not-granted");

        service.admin(
                "POST",
                "initdata/db/grants",
                "{\"resource\":\"default/db/key\",\"platforms\":[\"tdx\",\"snp\"]}",
                201);
        assertReleased(db, OTHER);
    }

    private static void assertReleased(TestGuest guest, String path) throws Exception {
        assertThat(guest.open(guest.get(path))).asString().isEqualTo(CONTENT);
    }
}
