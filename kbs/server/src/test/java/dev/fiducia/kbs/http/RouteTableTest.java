package dev.fiducia.kbs.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class RouteTableTest {
    private static final RouteHandler UNUSED = _ -> Response.empty(200);
    private final RouteTable table =
            new RouteTable(
                    List.of(
                            RouteContribution.of(
                                    "feature",
                                    Route.post("/kbs/v0/auth/*", Workload.CPU, UNUSED),
                                    Route.get("/kbs/v0/reference-value/*", Workload.CPU, UNUSED),
                                    Route.get("/healthz", Workload.CPU, UNUSED),
                                    Route.get("/api/v1/initdata/{digest}", Workload.CPU, UNUSED),
                                    Route.post("/api/v1/initdata:check", Workload.CPU, UNUSED),
                                    Route.post(
                                            "/api/v1/initdata/{digest}:revoke",
                                            Workload.CPU,
                                            UNUSED)),
                            RouteContribution.of(
                                    "plugins",
                                    Route.get("/kbs/v0/*", Workload.CPU, UNUSED),
                                    Route.post("/kbs/v0/*", Workload.CPU, UNUSED))));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/foo",
                "/kbs",
                "/kbs/v0",
                "/kbs/v1/auth",
                "//kbs/v0/auth",
                "/%6bbs/v0/auth",
                "/kbs/v%30/auth",
                "/kbs//v0/auth",
                "/healthz/x",
                "//healthz",
                "*",
                "auth",
                "/kbs/v0/auth#x",
                "/kbs%2Fv0%2Fauth",
                "ftp://host/kbs/v0/auth",
                "http:///kbs/v0/auth",
                "http://host?x=/kbs/v0/auth",
                "x?y=a://host/kbs/v0/auth"
            })
    void answersAnEmpty404WhereNothingIs(String target) {
        assertThat(table.arrive("GET", target))
                .isInstanceOfSatisfying(
                        RouteTable.Arrival.Answered.class,
                        a -> {
                            assertThat(a.response().status()).isEqualTo(404);
                            assertThat(a.response().body()).isEmpty();
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD, /healthz, GET",
        "POST, /healthz, GET",
        "PATCH, /kbs/v0/auth, 'GET, POST'",
        "OPTIONS, /kbs/v0/resource/a/b/c, 'GET, POST'",
        "get, /healthz, GET",
        "PUT, /api/v1/initdata/x, GET"
    })
    void answers405WithWhatIsAllowed(String method, String target, String allow) {
        assertThat(table.arrive(method, target))
                .isInstanceOfSatisfying(
                        RouteTable.Arrival.Answered.class,
                        a -> {
                            assertThat(a.response().status()).isEqualTo(405);
                            assertThat(a.response().headers()).containsEntry("Allow", allow);
                        });
    }

    @Test
    void refusesAPathThatIsNotCanonicalBeforeAnyHandler() {
        assertThat(table.arrive("GET", "/kbs/v0/resource/a/%2e%2e/c"))
                .isInstanceOf(RouteTable.Arrival.NotCanonical.class);
    }

    @Test
    void refusesAMalformedQuery() {
        assertThat(table.arrive("GET", "/kbs/v0/resource/a/b/c?x=%f"))
                .isInstanceOfSatisfying(
                        RouteTable.Arrival.Answered.class,
                        a -> assertThat(a.response().status()).isEqualTo(400));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /kbs/v0/auth, /kbs/v0/auth/*",
        "POST, /kbs/v0/auth/whatever, /kbs/v0/auth/*",
        "POST, http://host/kbs/v0/auth, /kbs/v0/auth/*",
        "GET, /kbs/v0/auth, /kbs/v0/*",
        "GET, /kbs/v0/, /kbs/v0/*",
        "GET, /kbs/v0/reference-value/a/b, /kbs/v0/reference-value/*",
        "GET, /healthz?x=y, /healthz",
        "GET, /api/v1/initdata/a:revoke, /api/v1/initdata/{digest}",
        "POST, /api/v1/initdata:check, /api/v1/initdata:check",
        "POST, /api/v1/initdata/sha256:ab:revoke, /api/v1/initdata/{digest}:revoke"
    })
    void findsTheMostSpecificRouteOfTheMethod(String method, String target, String pattern) {
        assertThat(table.arrive(method, target))
                .isInstanceOfSatisfying(
                        RouteTable.Arrival.Accepted.class,
                        a -> assertThat(a.route().pattern()).hasToString(pattern));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/initdata/a:expire", "/api/v1/initdata/:revoke"})
    void aVerbNeedsWhatItIsAbout(String target) {
        assertThat(table.arrive("POST", target)).isInstanceOf(RouteTable.Arrival.Answered.class);
    }

    @Test
    void givesANameWithoutTheVerb() {
        assertThat(table.arrive("POST", "/api/v1/initdata/sha256:ab:revoke"))
                .isInstanceOfSatisfying(
                        RouteTable.Arrival.Accepted.class,
                        a -> assertThat(a.match().values()).containsEntry("digest", "sha256:ab"));
    }

    @Test
    void theLastOfSeveralParametersCounts() {
        assertThat(table.arrive("GET", "/healthz?a=1&a=2&b=x+y%21&c"))
                .isInstanceOfSatisfying(
                        RouteTable.Arrival.Accepted.class,
                        a ->
                                assertThat(a.query())
                                        .containsEntry("a", "2")
                                        .containsEntry("b", "x y!")
                                        .containsEntry("c", ""));
    }

    @Test
    void refusesTwoRoutesForOneThing() {
        RouteContribution twice = RouteContribution.of("x", Route.get("/x", Workload.CPU, UNUSED));

        assertThatThrownBy(() -> new RouteTable(List.of(twice, twice)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
