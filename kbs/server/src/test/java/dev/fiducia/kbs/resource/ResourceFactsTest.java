package dev.fiducia.kbs.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;
import dev.fiducia.initdata.lint.HostFacts.ResourceKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

class ResourceFactsTest {
    @TempDir private Path folder;

    @Test
    void tellsKindsOfResources() {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("keys"));
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        try (RecordStore store = SqliteRecordStore.open(folder.resolve("store"), ring, clock)) {
            ResourceStore resources = new ResourceStore(store);
            ResourceFacts facts =
                    new ResourceFacts(Optional.of(resources), Optional.of("https://a"));
            assertThat(facts.resource("a/b/c")).isEqualTo(ResourceKind.ABSENT);
            assertThat(facts.resource("a/b")).isEqualTo(ResourceKind.NOT_KNOWN);
            assertThat(facts.resource("a/../c")).isEqualTo(ResourceKind.NOT_KNOWN);
            assertThat(facts.serviceUrl()).contains("https://a");
            write(resources, "{\"default\": []}");
            assertThat(facts.resource("a/b/c")).isEqualTo(ResourceKind.JSON_OBJECT);
            write(resources, "-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----\n");
            assertThat(facts.resource("a/b/c")).isEqualTo(ResourceKind.PUBLIC_KEY);
            for (String other : new String[] {"", "[]", "-----BEGIN PRIVATE KEY-----", "{"}) {
                write(resources, other);
                assertThat(facts.resource("a/b/c")).isEqualTo(ResourceKind.OTHER);
            }
        }
        assertThat(new ResourceFacts(Optional.empty(), Optional.empty()).resource("a/b/c"))
                .isEqualTo(ResourceKind.NOT_KNOWN);
    }

    private static void write(ResourceStore resources, String content) {
        resources.write(new ResourcePath("a", "b", "c"), content.getBytes(StandardCharsets.UTF_8));
    }
}
