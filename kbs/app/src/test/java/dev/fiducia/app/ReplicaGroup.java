package dev.fiducia.app;

import dev.fiducia.bench.GuestScenario;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.guest.KbsTransport;
import dev.fiducia.guest.RcarClient;
import dev.fiducia.guest.ResourceUri;
import dev.fiducia.initdata.InitdataDocument;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Replicas as processes of their own on a real PostgreSQL, clustered, behind a plain load
/// balancer, with what the quickstart puts into a service.
final class ReplicaGroup implements AutoCloseable {
    static final String SECRET = "default/quickstart/key";
    static final String CONTENT = "the key that opens the volume";

    private final CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
    private final QuickstartFiles files;
    private final EmbeddedPostgres database;
    private final List<Replica> replicas = new ArrayList<>();
    private final Balancer balancer;
    private final KbsTransport transport;

    ReplicaGroup(Path folder, int size) throws Exception {
        this.files = QuickstartFiles.in(folder, crypto);
        // The library's own settings are for speed; these are what the store demands.
        this.database =
                EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .start();
        List<Integer> ports = FreePorts.take(2 * size);
        List<Integer> members = ports.subList(size, 2 * size);
        for (int i = 0; i < size; i++) {
            Replica replica =
                    new Replica(
                            configuration(folder, ports.get(i), members.get(i), members),
                            ports.get(i));
            replicas.add(replica);
            // One after the other: the first one makes what they share.
            replica.awaitServing();
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::killAll));
        this.balancer = new Balancer(ports.subList(0, size));
        new QuickstartStory(files, balancer.url(), crypto).prepare();
        this.transport =
                KbsTransport.to(balancer.url().toString(), Files.readString(files.certificate()));
    }

    private Path configuration(Path folder, int port, int member, List<Integer> members)
            throws IOException {
        return Files.writeString(
                folder.resolve("replica-" + port + ".toml"),
                """
                [http_server]
                sockets = ["127.0.0.1:%d"]
                [store]
                type = "postgresql"
                path = '%s'
                url = "postgresql://127.0.0.1:%d/postgres"
                user = "postgres"
                [cluster]
                listen = "127.0.0.1:%d"
                members = [%s]
                [verifier.snp]
                extra_roots = ['%s']
                kds = false
                [[plugins]]
                name = "resource"
                storage_backend_type = "kvstorage"
                """
                        .formatted(
                                port,
                                files.store(),
                                database.getPort(),
                                member,
                                members.stream()
                                        .map(each -> "\"127.0.0.1:" + each + "\"")
                                        .collect(Collectors.joining(", ")),
                                files.hardware().roots()));
    }

    List<Replica> replicas() {
        return List.copyOf(replicas);
    }

    Balancer balancer() {
        return balancer;
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
        killAll();
        database.close();
    }
}
