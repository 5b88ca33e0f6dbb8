package dev.fiducia.app;

import dev.fiducia.bench.GuestScenario;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.guest.KbsTransport;
import dev.fiducia.guest.RcarClient;
import dev.fiducia.guest.ResourceUri;
import dev.fiducia.initdata.InitdataDocument;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Replicas as processes of their own on a real PostgreSQL, clustered, behind a plain load
/// balancer, with what the quickstart puts into a service.
final class ReplicaGroup implements AutoCloseable {
    static final String SECRET = "default/quickstart/key";
    private static final int THIEVES = 64;
    static final String CONTENT = "the key that opens the volume";

    private final CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
    private final QuickstartFiles files;
    private final GroupDatabase database;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<ServiceConnection> connections = new ArrayList<>();
    private final List<Balancer> ways = new ArrayList<>();
    private final Balancer balancer;
    private final KbsTransport transport;

    /// Starts a replica of this build at each place. The database is closed with the group.
    ReplicaGroup(Path folder, List<Place> places, GroupDatabase database) throws Exception {
        this(folder, places, database, Replica.DISTRIBUTION);
    }

    ReplicaGroup(Path folder, List<Place> places, GroupDatabase database, Path distribution)
            throws Exception {
        this.files = QuickstartFiles.in(folder, crypto);
        this.database = database;
        for (Place place : places) {
            Replica replica =
                    new Replica(distribution, configuration(folder, place, places), place);
            replicas.add(replica);
            // One after the other: the first one makes what they share.
            replica.awaitServing();
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::killAll));
        this.balancer = new Balancer(places.stream().map(Place::serves).toList());
        new QuickstartStory(files, balancer.url(), crypto).prepare();
        for (Place place : places) {
            // The certificate is for the loopback address, where each has a way of its own.
            Balancer way = new Balancer(List.of(place.serves()));
            ways.add(way);
            connections.add(ServiceConnection.to(way.url(), Optional.of(files.certificate())));
        }
        this.transport =
                KbsTransport.to(balancer.url().toString(), Files.readString(files.certificate()));
    }

    private Path configuration(Path folder, Place place, List<Place> all) throws IOException {
        String members =
                all.stream()
                        .map(each -> '"' + Place.text(each.member()) + '"')
                        .collect(Collectors.joining(", "));
        // All of them, and the loopback address of the balancer: then they share one certificate.
        String names =
                Stream.concat(
                                Stream.of("127.0.0.1"),
                                all.stream().map(each -> each.serves().getHostString()))
                        .distinct()
                        .map(each -> '"' + each + '"')
                        .collect(Collectors.joining(", "));
        return Files.writeString(
                folder.resolve("replica-" + all.indexOf(place) + ".toml"),
                """
                [http_server]
                sockets = ["%s"]
                certificate_names = [%s]
                [store]
                type = "postgresql"
                path = '%s'
                %s
                [cluster]
                listen = "%s"
                members = [%s]
                [verifier.snp]
                extra_roots = ['%s']
                kds = false
                [[plugins]]
                name = "resource"
                storage_backend_type = "kvstorage"
                """
                        .formatted(
                                Place.text(place.serves()),
                                names,
                                files.store(),
                                database.settings(),
                                Place.text(place.member()),
                                members,
                                files.hardware().roots()));
    }

    List<Replica> replicas() {
        return List.copyOf(replicas);
    }

    Balancer balancer() {
        return balancer;
    }

    /// A challenge of a replica: where it does not answer, of the next one that does.
    Challenge challenge(int replica) throws Exception {
        for (int i = 0; ; i++) {
            try {
                return Challenge.from(
                        connections.get((replica + i) % connections.size()),
                        files.hardware().attester(Optional.of(initdata())),
                        new String(initdata().raw(), StandardCharsets.UTF_8),
                        crypto);
            } catch (CommandFailure e) {
                if (i == connections.size()) {
                    throw e;
                }
            }
        }
    }

    /// How many of 64 for each replica, who all answer a challenge at once, each with a key of his
    /// own, are believed.
    int usersOf(Challenge challenge) throws Exception {
        return usersOf(challenge, THIEVES);
    }

    /// How many of some for each replica.
    int usersOf(Challenge challenge, int thievesEach) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<CompletableFuture<Boolean>> thieves = new ArrayList<>();
        for (int i = 0; i < thievesEach * connections.size(); i++) {
            ServiceConnection replica = connections.get(i % connections.size());
            byte[] answer = challenge.answer();
            thieves.add(
                    Background.run(() -> {
                        go.await();
                        return challenge.isMetBy(answer, replica);
                    }));
        }
        go.countDown();
        int users = 0;
        for (CompletableFuture<Boolean> thief : thieves) {
            users += thief.get() ? 1 : 0;
        }
        return users;
    }

    /// What an administrator does goes through the balancer, too.
    AdminClient admin() {
        return new AdminClient(
                ServiceConnection.to(balancer.url(), Optional.of(files.certificate())),
                Optional.of(files.adminToken()));
    }

    /// Guests that ask for the secret, try again as the guest components do, and compare it.
    GuestScenario patientGuests() throws Exception {
        return GuestScenario.of(
                        transport,
                        crypto,
                        files.hardware().attester(Optional.of(initdata())),
                        ResourceUri.parse(SECRET))
                .withInitdata(new String(initdata().raw(), StandardCharsets.UTF_8))
                .withSecret(CONTENT.getBytes(StandardCharsets.UTF_8))
                .patient();
    }

    /// A guest that has attested.
    RcarClient attestedGuest() throws Exception {
        RcarClient guest =
                RcarClient.builder(
                                transport,
                                files.hardware().attester(Optional.of(initdata())),
                                crypto)
                        .initdata(new String(initdata().raw(), StandardCharsets.UTF_8))
                        .build();
        guest.attest();
        return guest;
    }

    private InitdataDocument initdata() throws Exception {
        return InitdataDocument.parse(Files.readAllBytes(files.initdata()));
    }

    private void killAll() {
        for (Replica replica : replicas) {
            try {
                replica.kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() throws IOException {
        transport.close();
        balancer.close();
        for (Balancer way : ways) {
            way.close();
        }
        killAll();
        database.close();
    }
}
