package dev.fiducia.kbs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.attestation.simulator.SimulatedSnp;
import dev.fiducia.kbs.config.FiduciaConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// The management port of a service on real sockets: probes that say what they mean, and figures
/// that count what happened.
class ManagementTest {
    private final SimulatedSnp processor = SimulatedSnp.milan(Instant.now(), TestService.CRYPTO);

    @TempDir Path folder;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Fiducia service;

    @BeforeEach
    void start() throws Exception {
        service = start("sockets = [\"127.0.0.1:0\"]");
    }

    @AfterEach
    void stop() {
        service.close();
        http.close();
    }

    private Fiducia start(String management) throws Exception {
        Path roots = Files.writeString(folder.resolve("roots.pem"), processor.rootsPem());
        return Fiducia.start(
                FiduciaConfig.parse(
                        """
                        [http_server]
                        sockets = ["127.0.0.1:0"]
                        insecure_http = true
                        [admin]
                        authorization_mode = "InsecureAllowAll"
                        [store]
                        path = "%s"
                        [verifier.snp]
                        extra_roots = ["%s"]
                        [management]
                        %s
                        """
                                .formatted(
                                        Files.createTempDirectory(folder, "store"),
                                        roots,
                                        management),
                        "test"));
    }

    private static int port(Fiducia service) {
        return service.ports().getFirst();
    }

    private HttpResponse<String> management(String path) throws Exception {
        return get(service.managementPorts().getFirst(), path);
    }

    private HttpResponse<String> get(int port, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private long figure(String series) throws Exception {
        return management("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> (long) Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no series " + series));
    }

    private TestGuest guest() {
        return new TestGuest(http, "http://127.0.0.1:" + port(service), TestService.CRYPTO);
    }

    @Test
    void theServicesOwnSocketsTellStrangersNothing() throws Exception {
        assertThat(get(port(service), "/metrics").statusCode()).isEqualTo(404);
        assertThat(get(port(service), "/readyz").statusCode()).isEqualTo(404);
        assertThat(get(port(service), "/livez").statusCode()).isEqualTo(404);
        assertThat(get(port(service), "/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void theManagementPortServesNothingElse() throws Exception {
        for (String path : new String[] {"/kbs/v0/auth", "/api/v1/initdata", "/healthz", "/"}) {
            assertThat(management(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void withoutAnAddressThereIsNoManagementPort() throws Exception {
        try (Fiducia without = start("")) {
            assertThat(without.managementPorts()).isEmpty();
        }
    }

    @Test
    void theServicesSocketsShowMetricsWhereConfigured() throws Exception {
        try (Fiducia open = start("service_metrics = true")) {
            HttpResponse<String> metrics = get(port(open), "/metrics");
            assertThat(metrics.statusCode()).isEqualTo(200);
            assertThat(metrics.headers().firstValue("content-type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
        }
    }

    @Test
    void whatStopsIsNotReadyAndStillServes() throws Exception {
        service.close();
        service = start("sockets = [\"127.0.0.1:0\"]\ndrain_seconds = 2");
        assertThat(management("/readyz").statusCode()).isEqualTo(200);
        Thread stopping = Thread.ofPlatform().start(service::close);
        while (management("/readyz").statusCode() == 200) {
            Thread.onSpinWait();
        }
        HttpResponse<String> unready = management("/readyz");
        assertThat(unready.statusCode()).isEqualTo(503);
        assertThat(unready.body()).isEqualTo("stopping\n");
        assertThat(management("/livez").statusCode()).isEqualTo(200);
        assertThat(guest().auth("snp").statusCode()).isEqualTo(200);
        stopping.join();
    }

    @Test
    void whatRunsIsAliveAndReady() throws Exception {
        assertThat(management("/livez").body()).isEqualTo("alive\n");
        assertThat(management("/readyz").body()).isEqualTo("ready\n");
    }

    @Test
    void everySeriesIsThereFromTheStart() throws Exception {
        assertThat(figure("kbs_build_info{version=\"development\"}")).isEqualTo(1);
        for (String series :
                new String[] {
                    "kbs_http_requests_total",
                    "kbs_http_active_connections",
                    "kbs_http_request_duration_seconds_bucket{le=\"0.001\"}",
                    "kbs_http_request_size_bytes_bucket{le=\"8192.0\"}",
                    "kbs_http_response_size_bytes_count",
                    "kbs_auth_requests_total",
                    "kbs_auth_errors_total",
                    "kbs_attestation_requests_total",
                    "kbs_attestation_errors_total",
                    "kbs_attestation_successes_total{tee_type=\"snp\"}",
                    "kbs_attestation_failures_total{tee_type=\"az-snp-vtpm\"}",
                    "kbs_policy_evaluations_total",
                    "kbs_policy_errors_total",
                    "kbs_resource_reads_total",
                    "fiducia_http_answers_total{status=\"5xx\"}",
                    "fiducia_pool_waiting{pool=\"blocking\"}",
                }) {
            assertThat(figure(series)).as(series).isZero();
        }
        assertThat(figure("fiducia_pool_capacity{pool=\"cpu\"}")).isEqualTo(1024);
    }

    @Test
    void countsWhatBecameOfGuests() throws Exception {
        TestGuest guest = guest();
        guest.auth("no-such-tee");
        guest.auth("snp");
        assertThat(guest.attestSnp(processor, new byte[32]).statusCode()).isEqualTo(200);
        assertThat(guest.get("resource/default/no/thing").statusCode()).isEqualTo(401);
        TestGuest liar = guest();
        liar.auth("snp");
        SimulatedSnp stranger = SimulatedSnp.milan(Instant.now(), TestService.CRYPTO);
        assertThat(liar.attestSnp(stranger, new byte[32]).statusCode()).isEqualTo(401);
        guest().post("attest", "{}");

        assertThat(figure("kbs_auth_requests_total")).isEqualTo(3);
        assertThat(figure("kbs_auth_successes_total")).isEqualTo(2);
        assertThat(figure("kbs_auth_errors_total")).isEqualTo(1);
        assertThat(figure("kbs_attestation_requests_total")).isEqualTo(3);
        assertThat(figure("kbs_attestation_errors_total")).isEqualTo(1);
        assertThat(figure("kbs_attestation_successes_total{tee_type=\"snp\"}")).isEqualTo(1);
        assertThat(figure("kbs_attestation_failures_total{tee_type=\"snp\"}")).isEqualTo(1);
        assertThat(figure("kbs_policy_evaluations_total")).isEqualTo(1);
        assertThat(figure("kbs_policy_violations_total")).isEqualTo(1);
        assertThat(figure("kbs_policy_approvals_total")).isZero();
        assertThat(figure("kbs_resource_reads_total")).isZero();
        assertThat(figure("kbs_http_requests_total")).isEqualTo(7);
        assertThat(figure("kbs_http_active_connections")).isZero();
        assertThat(figure("kbs_http_request_duration_seconds_count")).isEqualTo(7);
        assertThat(figure("fiducia_http_answers_total{status=\"2xx\"}")).isEqualTo(3);
        assertThat(figure("fiducia_http_answers_total{status=\"4xx\"}")).isEqualTo(4);
    }

    @Test
    void labelsAreNotForGuestsToChoose() throws Exception {
        long before = ownSeries(management("/metrics").body());
        for (int i = 0; i < 20; i++) {
            guest().get("resource/default/secret-" + i + "/key");
            guest().get("plugin-" + i + "/x");
            guest().auth("tee-" + i);
        }
        String after = management("/metrics").body();
        assertThat(ownSeries(after)).isEqualTo(before);
        assertThat(after).doesNotContain("secret-", "plugin-1", "tee-1");
    }

    /// The virtual machine's own series come and go: those of a collection appear with the first.
    private static long ownSeries(String metrics) {
        return metrics.lines()
                .filter(line -> line.startsWith("kbs_") || line.startsWith("fiducia_"))
                .count();
    }
}
