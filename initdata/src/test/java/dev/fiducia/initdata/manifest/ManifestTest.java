package dev.fiducia.initdata.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.initdata.InitdataAnnotation;
import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.InitdataException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

class ManifestTest {
    private static final InitdataDocument DOCUMENT = document();
    private static final String ANNOTATION = InitdataAnnotation.encode(DOCUMENT.raw());

    private static InitdataDocument document() {
        try {
            return InitdataDocument.parse(
                    "algorithm = \"sha256\"\nversion = \"0.1.0\"\n[data]\n"
                            .getBytes(StandardCharsets.UTF_8));
        } catch (InitdataException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "- a", "a: [", "{", "a: &a [*a]"})
    void refusesWhatHoldsNoObject(String yaml) {
        assertThatThrownBy(() -> ManifestReader.read(yaml)).isInstanceOf(ManifestException.class);
    }

    @Test
    void refusesAnnotationThatIsNoText() {
        String yaml =
                "kind: Pod\nmetadata: {annotations: {%s: 3}}".formatted(InitdataAnnotation.KEY);
        assertThatThrownBy(() -> ManifestReader.read(yaml))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("no text");
    }

    @Test
    void findsNothingInCommentsValuesAndOtherFields() throws ManifestException {
        String yaml =
                """
                # metadata: {annotations: {%1$s: x}}
                kind: Pod
                metadata:
                  labels: {%1$s: x}
                  name: "%1$s: x"
                data: {INITDATA: x}
                """
                        .formatted(InitdataAnnotation.KEY);
        assertThat(ManifestReader.read(yaml)).isEmpty();
    }

    @Test
    void findsAnnotationsOfPodsTemplatesAndListsAndTheConfigMap() throws ManifestException {
        String yaml =
                """
                kind: Pod
                metadata:
                  name: web
                  namespace: shop
                  annotations:
                    %1$s: one
                    io.katacontainers.config.agent.policy: policy
                ---
                kind: List
                items:
                - kind: CronJob
                  metadata: {name: nightly}
                  spec: {jobTemplate: {spec: {template: {metadata: {annotations: {%2$s: two}}}}}}
                ---
                kind: ConfigMap
                metadata: {name: peer-pods-cm}
                data:
                  INITDATA: |
                    three
                """
                        .formatted(InitdataAnnotation.KEY, InitdataAnnotation.LEGACY_KEY);
        List<CarriedInitdata> found = ManifestReader.read(yaml);
        assertThat(found)
                .containsExactlyInAnyOrder(
                        new CarriedInitdata(
                                "Pod shop/web",
                                "metadata.annotations",
                                InitdataAnnotation.KEY,
                                "one"),
                        new CarriedInitdata(
                                "Pod shop/web",
                                "metadata.annotations",
                                CarriedInitdata.UNMEASURED_POLICY_KEY,
                                "policy"),
                        new CarriedInitdata(
                                "CronJob nightly",
                                "spec.jobTemplate.spec.template.metadata.annotations",
                                InitdataAnnotation.LEGACY_KEY,
                                "two"),
                        new CarriedInitdata(
                                "ConfigMap peer-pods-cm",
                                "data",
                                CarriedInitdata.CONFIG_MAP_KEY,
                                "three"));
        assertThat(found).filteredOn(CarriedInitdata::isUnmeasuredPolicy).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void eachManifestCarriesTheDocumentToTheByte(Manifest manifest) throws Exception {
        String yaml = manifest.write(DOCUMENT);
        assertThat(Manifest.named(manifest.wireName())).contains(manifest);
        if (manifest == Manifest.KUSTOMIZE) {
            assertThat(yaml.split(ANNOTATION.substring(0, 40).replace("+", "\\+"), -1)).hasSize(3);
            return;
        }
        List<CarriedInitdata> carried = ManifestReader.read(yaml);
        assertThat(carried).hasSize(1);
        assertThat(InitdataDocument.ofAnnotation(carried.getFirst().value())).isEqualTo(DOCUMENT);
    }

    @Property(tries = 2000)
    void damagedManifestsAreReadOrRefused(
            @ForAll Manifest manifest,
            @ForAll @IntRange(max = 3000) int at,
            @ForAll char with,
            @ForAll boolean cut) {
        StringBuilder yaml = new StringBuilder(manifest.write(DOCUMENT));
        yaml.setCharAt(at % yaml.length(), with);
        if (cut) {
            yaml.setLength(at % yaml.length());
        }
        try {
            assertThat(ManifestReader.read(yaml.toString())).isNotNull();
        } catch (ManifestException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
