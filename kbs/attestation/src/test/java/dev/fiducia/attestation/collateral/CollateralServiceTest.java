package dev.fiducia.attestation.collateral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.attestation.InMemoryStore;
import dev.fiducia.attestation.collateral.VendorServer.Mode;
import dev.fiducia.attestation.intel.IntelAuthority;
import dev.fiducia.attestation.intel.IntelDocumentIds;
import dev.fiducia.attestation.intel.PcsSource;
import dev.fiducia.attestation.simulator.SimulatedIntel;
import dev.fiducia.attestation.simulator.Simulation;
import dev.fiducia.ha.store.RecordStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/// Collateral over real HTTPS, with every way for the other side to be out of order.
class CollateralServiceTest {

    private static final SimulatedIntel VENDOR =
            SimulatedIntel.create(Simulation.NOW, Simulation.CRYPTO);
    private static final IntelDocumentIds IDS = VENDOR.documentIds();
    private static final DocumentId TCB = IDS.tcbInfo(true, SimulatedIntel.FMSPC);
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration IMPATIENT = Duration.ofMillis(400);

    @TempDir Path folder;

    private final SetClock clock = new SetClock(Simulation.NOW);
    private final VendorServer server = new VendorServer();
    private final RecordStore store = new InMemoryStore();
    private final List<CollateralService> services = new ArrayList<>();

    @BeforeEach
    void publish() throws Exception {
        server.publish(VENDOR, edition(17));
    }

    @AfterEach
    void close() {
        services.forEach(CollateralService::close);
        server.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"GENUINE", "REDIRECT"},
            mode = EnumSource.Mode.EXCLUDE)
    void hasNothingFromAServiceThatFails(Mode mode) throws Exception {
        boolean waits = mode == Mode.SLOW || mode == Mode.SLOW_BODY;
        CollateralService service = service(waits ? IMPATIENT : PATIENT, Optional.empty());
        server.mode(mode);
        assertMissing(service.find(TCB));
        assertThat(server.calls).hasValue(1);
        assertMissing(service.find(TCB));
        assertThat(server.calls).as("asked again at once").hasValue(1);
        server.mode(Mode.GENUINE);
        clock.advance(Duration.ofMinutes(1));
        // A second service, as patient as machines are slow.
        assertFound(service(PATIENT, Optional.empty()).find(TCB), 17);
    }

    @Test
    void hasNothingFromAServiceThatIsDown() throws Exception {
        CollateralService service = service(PATIENT, Optional.empty());
        server.stop();
        assertMissing(service.find(TCB));
    }

    @Test
    void followsNoRedirect() throws Exception {
        try (VendorServer other = new VendorServer()) {
            other.publish(VENDOR, edition(17));
            server.redirectTo(other.address());
            assertMissing(service(PATIENT, Optional.empty()).find(TCB));
            assertThat(other.calls).hasValue(0);
        }
    }

    @Test
    void asksNobodyWhoseCertificateIsNotTrusted() {
        PcsSource source =
                new PcsSource(
                        server.address(),
                        Optional.empty(),
                        PcsSource.Update.EARLY,
                        HttpSettings.defaults());
        assertMissing(service(List.of(source), Optional.empty()).find(TCB));
        assertThat(server.calls).hasValue(0);
    }

    @Test
    void believesNobodyElse() throws Exception {
        server.publish(SimulatedIntel.create(Simulation.NOW, Simulation.CRYPTO), edition(17));
        assertMissing(service(PATIENT, Optional.empty()).find(TCB));
    }

    @Test
    void takesNothingFromTheNetworkThatIsOutOfItsTime() throws Exception {
        server.publish(
                VENDOR,
                new SimulatedIntel.Edition(
                        17,
                        Simulation.NOW.minus(Duration.ofDays(40)),
                        Simulation.NOW.minus(Duration.ofDays(10))));
        assertMissing(service(PATIENT, Optional.empty()).find(TCB));
    }

    @Test
    void fetchesWhatItHasNotGotOnce() throws Exception {
        CollateralService service = service(PATIENT, Optional.empty());
        for (int i = 0; i < 3; i++) {
            assertFound(service.find(TCB), 17);
            assertFound(service.find(IDS.qeIdentity(true)), 17);
            assertFound(service.find(IDS.pckCrl(true)), 17);
            assertFound(service.find(IDS.rootCrl()), 17);
        }
        assertThat(server.calls).hasValue(4);
    }

    @Test
    void sharesOneFetchAmongAllWhoAsk() throws Exception {
        CollateralService service = service(PATIENT, Optional.empty());
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Lookup>> answers = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                answers.add(CompletableFuture.supplyAsync(() -> service.find(TCB), executor));
            }
            answers.forEach(answer -> assertFound(answer.join(), 17));
        }
        assertThat(server.calls).hasValue(1);
    }

    @Test
    void refusesAnOlderEditionThanItHas() throws Exception {
        CollateralService service = service(PATIENT, Optional.empty());
        server.publish(VENDOR, edition(18));
        assertFound(service.find(TCB), 18);
        server.publish(VENDOR, edition(17));
        clock.advance(Duration.ofDays(2));
        service.renew();
        assertThat(server.calls).hasValue(2);
        assertFound(service.find(TCB), 18);
        assertThat(service.sources().getFirst().lastFailure().orElse("")).contains("replayed");
    }

    @Test
    void refusesAnOlderEditionThanTheStoreHas() throws Exception {
        server.publish(VENDOR, edition(18));
        assertFound(service(PATIENT, Optional.of(store)).find(TCB), 18);
        server.publish(VENDOR, edition(17));
        CollateralService restarted = service(PATIENT, Optional.of(store));
        assertFound(restarted.find(TCB), 18);
        clock.advance(Duration.ofDays(40));
        CollateralService late = service(PATIENT, Optional.of(store));
        server.publish(VENDOR, edition(17));
        assertMissing(late.find(TCB));
    }

    @Test
    void takesNewerEditionsBeforeTheOldOnesEnd() throws Exception {
        CollateralService service = service(PATIENT, Optional.empty());
        assertFound(service.find(TCB), 17);
        server.publish(VENDOR, edition(18));
        service.renew();
        assertFound(service.find(TCB), 17);
        clock.advance(Duration.ofDays(25));
        service.renew();
        assertFound(service.find(TCB), 18);
        assertThat(server.calls).hasValue(2);
    }

    @Test
    void learnsWhatAnotherReplicaFetched() throws Exception {
        CollateralService one = service(PATIENT, Optional.of(store));
        CollateralService other = service(PATIENT, Optional.of(store));
        assertFound(one.find(TCB), 17);
        assertFound(other.find(TCB), 17);
        assertThat(server.calls).hasValue(1);
        server.publish(VENDOR, edition(18));
        clock.advance(Duration.ofDays(25));
        one.renew();
        int calls = server.calls.get();
        other.renew();
        assertFound(other.find(TCB), 18);
        assertThat(server.calls.get() - calls).isLessThanOrEqualTo(1);
    }

    @Test
    void livesOnWhatItHasWhileTheServiceIsDown() throws Exception {
        CollateralService service = service(PATIENT, Optional.empty());
        assertFound(service.find(TCB), 17);
        server.mode(Mode.ERROR);
        clock.advance(Duration.ofDays(35));
        service.renew();
        int calls = server.calls.get();
        assertFound(service.find(TCB), 17);
        assertThat(server.calls).as("asked for what it has").hasValue(calls);
        clock.advance(Duration.ofDays(3));
        assertMissing(service.find(TCB));
    }

    @Test
    void usesNoListOlderThanAllowed() throws Exception {
        CollateralSettings defaults = CollateralSettings.defaults();
        CollateralService service =
                service(
                        List.of(source(PATIENT)),
                        Optional.empty(),
                        new CollateralSettings(
                                defaults.maxStale(),
                                Optional.of(Duration.ofDays(3)),
                                defaults.refreshAhead(),
                                defaults.refreshEvery(),
                                defaults.negative(),
                                100));
        assertFound(service.find(IDS.rootCrl()), 17);
        assertFound(service.find(TCB), 17);
        clock.advance(Duration.ofDays(4));
        server.mode(Mode.ERROR);
        assertMissing(service.find(IDS.rootCrl()));
        assertFound(service.find(TCB), 17);
    }

    @Test
    void leavesAServiceAloneThatKeepsFailing() throws Exception {
        CollateralService service = service(PATIENT, Optional.empty());
        server.mode(Mode.ERROR);
        for (int i = 0; i < 10; i++) {
            service.find(IDS.tcbInfo(true, "00000000000" + i));
        }
        assertThat(server.calls).hasValue(4);
        assertThat(service.sources().getFirst().paused()).isTrue();
        server.mode(Mode.GENUINE);
        clock.advance(Duration.ofSeconds(31));
        assertFound(service.find(TCB), 17);
        assertThat(service.sources().getFirst().paused()).isFalse();
    }

    @Test
    void goesOnWithoutAStore() throws Exception {
        CollateralService service = service(PATIENT, Optional.of(new BrokenStore()));
        assertFound(service.find(TCB), 17);
    }

    private static SimulatedIntel.Edition edition(int number) {
        Instant issued = Simulation.NOW.minus(Duration.ofHours(1)).plusSeconds(number);
        return new SimulatedIntel.Edition(number, issued, issued.plus(Duration.ofDays(30)));
    }

    private PcsSource source(Duration timeout) throws Exception {
        return new PcsSource(
                server.address(),
                Optional.empty(),
                PcsSource.Update.EARLY,
                server.settings(folder, timeout));
    }

    private CollateralService service(Duration timeout, Optional<RecordStore> durable)
            throws Exception {
        return service(List.of(source(timeout)), durable);
    }

    private CollateralService service(List<DocumentSource> sources, Optional<RecordStore> durable) {
        return service(sources, durable, CollateralSettings.defaults());
    }

    private CollateralService service(
            List<DocumentSource> sources,
            Optional<RecordStore> durable,
            CollateralSettings settings) {
        try {
            Path root = Files.writeString(folder.resolve("intel.pem"), VENDOR.rootPem());
            CollateralService service =
                    new CollateralService(
                            List.of(IntelAuthority.create(List.of(root), Simulation.CRYPTO)),
                            sources,
                            durable.map(DurableDocuments::new),
                            settings,
                            clock);
            services.add(service);
            return service;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void assertMissing(Lookup lookup) {
        assertThat(lookup).isInstanceOf(Lookup.Missing.class);
    }

    private static void assertFound(Lookup lookup, int edition) {
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        assertThat(((Lookup.Found) lookup).held().facts().edition()).isEqualTo(edition);
    }
}
