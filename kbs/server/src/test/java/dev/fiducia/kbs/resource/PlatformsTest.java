package dev.fiducia.kbs.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.fiducia.attestation.Tee;
import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.seal.KeyRing;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.ha.store.SqliteRecordStore;
import dev.fiducia.initdata.BoundValue;
import dev.fiducia.initdata.InitdataAlgorithm;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.kbs.api.AdminCommits;
import dev.fiducia.kbs.api.Approvals;
import dev.fiducia.kbs.api.Idempotency;
import dev.fiducia.kbs.api.Terms;
import dev.fiducia.kbs.config.Approval;
import dev.fiducia.kbs.registry.InitdataRegistry;
import dev.fiducia.kbs.registry.Registration;
import dev.fiducia.kbs.registry.RegistryBindings;
import dev.fiducia.rvps.ReferenceValues;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A name is found by what each kind of hardware shows of its document.
class PlatformsTest {
    @TempDir private Path folder;
    private RecordStore store;
    private InitdataRegistry registry;

    @BeforeEach
    void open() {
        KeyRing ring = KeyRing.openOrCreate(folder.resolve("ring"));
        InstantSource clock = InstantSource.system();
        store = SqliteRecordStore.open(folder.resolve("store"), ring, clock);
        registry =
                new InitdataRegistry(
                        store,
                        new ReferenceValues(store, clock),
                        new AdminCommits(
                                store, new AuditLog(store, clock), new Idempotency(store, clock)),
                        new Approvals(Approval.NONE),
                        clock,
                        10,
                        List.of());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @CsvSource({
        "snp, sha256",
        "snp, sha384",
        "snp, sha512",
        "tdx, sha256",
        "tdx, sha384",
        "tdx, sha512",
        "sgx, sha256",
        "cca, sha512",
        "az-snp-vtpm, sha256",
        "az-tdx-vtpm, sha256",
        "az-snp-vtpm, sha384",
        "tpm, sha256"
    })
    void everyEncodingLeadsToTheName(String tee, String algorithm) throws Exception {
        InitdataDocument document = registered("web", algorithm);
        InitdataDocument other = registered("db", algorithm);

        assertThat(name(tee, document)).isEqualTo("web");
        assertThat(name(tee, other)).isEqualTo("db");
        String upper = value(tee, document).toUpperCase(Locale.ROOT);
        assertThat(standing(tee, upper).initdata().path("name").asText()).isEqualTo("web");
    }

    @ParameterizedTest
    @CsvSource({"snp, az-snp-vtpm", "az-snp-vtpm, snp", "snp, tdx", "tdx, snp", "snp, sample"})
    void aValueOfOneFieldIsNoneOfAnother(String bound, String shown) throws Exception {
        String value = value(bound, registered("web", "sha256"));

        assertThat(standing(shown, value).initdata().path("registered").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource("sample, sha256")
    void theSampleAttesterLeadsNowhere(String tee, String algorithm) throws Exception {
        assertThat(name(tee, registered("web", algorithm))).isEmpty();
    }

    private String name(String tee, InitdataDocument document) {
        CurrentInitdata.Standing standing = standing(tee, value(tee, document));
        assertThat(standing.tee()).isEqualTo(Tee.of(tee));
        return standing.initdata().path("name").asText();
    }

    private CurrentInitdata.Standing standing(String tee, String value) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        ObjectNode evidence =
                claims.putObject("submods")
                        .putObject("cpu0")
                        .putObject("ear.veraison.annotated-evidence");
        evidence.put("init_data", value).putObject(tee);
        return new CurrentInitdata(new RegistryBindings(registry), _ -> false).of(claims);
    }

    private static String value(String tee, InitdataDocument document) {
        return BoundValue.expected(tee, document.digest()).orElseThrow().value();
    }

    private InitdataDocument registered(String name, String algorithm) throws Exception {
        assertThat(InitdataAlgorithm.of(algorithm)).isPresent();
        String text =
                "algorithm = \"%s\"\nversion = \"0.1.0\"\nmark = \"%s\"\n[data]\n"
                        .formatted(algorithm, name);
        InitdataDocument document = InitdataDocument.parse(text.getBytes(StandardCharsets.UTF_8));
        registry.register(Registration.of(document, Optional.of(name)), Terms.of("test"));
        return document;
    }
}
