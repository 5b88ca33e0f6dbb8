package dev.fiducia.policy.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.value.JsonLimits;
import dev.fiducia.policy.value.RegoObject;
import dev.fiducia.policy.value.RegoString;
import dev.fiducia.policy.value.RegoYaml;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageStreamImportsTest {
    /// The refusal as the documentation prints it, where line breaks have become spaces.
    private static final String DOCUMENTED =
            "The ImageStream \"bar\" is invalid: * spec.tags[latest].from.name: Forbidden: registry"
                    + " \"local.registry.corp\" not allowed by whitelist:"
                    + " \"local.registry.corp:5000\", \"*.mydomain.com:80\","
                    + " \"registry.access.redhat.com:443\""
                    + " * status.tags[latest].items[0].dockerImageReference: Forbidden: registry"
                    + " \"local.registry.corp\" not allowed by whitelist:"
                    + " \"local.registry.corp:5000\", \"*.mydomain.com:80\","
                    + " \"registry.access.redhat.com:443\"";

    private static final String STREAM =
            """
            kind: ImageStream
            metadata: {name: bar}
            spec:
              tags:
                - name: latest
                  from: {kind: DockerImage, name: local.registry.corp/bar}
            status:
              tags:
                - tag: latest
                  items:
                    - dockerImageReference: local.registry.corp/bar@sha256:%s
            """
                    .formatted("0a".repeat(32));

    private static ImageStreamImports imports() throws Exception {
        return new ImageStreamImports(
                AllowedRegistries.parse(
                        """
                        imagePolicyConfig:
                          allowedRegistriesForImport:
                            - domainName: registry.access.redhat.com
                            - {domainName: "*.mydomain.com", insecure: true}
                            - domainName: local.registry.corp:5000
                        """));
    }

    @Test
    void refusesWithTheDocumentedText() throws Exception {
        assertThat(imports().refusal(yaml(STREAM)).orElseThrow().toString().replaceAll("\\s+", " "))
                .isEqualTo(DOCUMENTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spec: {tags: {name: x}}",
                "spec: {tags: [x]}",
                "spec: []",
                "status: {tags: [{tag: x, items: x}]}",
                "status: {tags: [{tag: x, items: [{}]}]}",
                "spec: {tags: [{name: x, from: {kind: DockerImage}}]}",
                "spec: {tags: [{name: x, from: {kind: DockerImage, name: 'a b'}}]}",
                "spec: {tags: [{name: x, from: {kind: Unheard, name: evil.com/a}}]}",
                "spec: {tags: [{name: x, from: {name: evil.com/a}}]}",
                "spec: {tags: [{name: x, from: {kind: DockerImage, name: reg.mydomain.com/a}}]}",
                "spec: {dockerImageRepository: evil.com/a}",
                "spec: {dockerImageRepository: reg.mydomain.com/a}",
                "spec: {dockerImageRepository: {name: registry.access.redhat.com/a}}",
                "spec: {dockerImageRepository: 'registry.access.redhat.com/a:latest'}",
                "spec: {dockerImageRepository: '@'}",
                "{kind: ImageStreamList, items: []}",
                "{kind: ImageStreamTag, tag: {from: {kind: DockerImage, name: evil.com/a}}}",
                "{kind: ImageStreamImport}",
                "{kind: ImageStreamImport, spec: {images: []}}",
                "{kind: ImageStreamImport, spec: {images: [{}]}}",
                "{kind: ImageStreamImport, spec: {images: [{from: {kind: ImageStreamTag, name: 'a:b'}}]}}",
                "{kind: ImageStreamImport, spec: {images: [{from: {kind: DockerImage, name: evil.com/a}}]}}",
                "{kind: ImageStreamImport, spec: {repository: {from: {kind: DockerImage, name: evil.com/a}}}}",
                "{kind: ImageStreamImport, spec: {images: [{from: {kind: DockerImage, name:"
                        + " reg.mydomain.com/a}}]}}",
            })
    void whatIsNotUnderstoodIsRefused(String stream) throws Exception {
        assertThat(imports().refusal(yaml(stream))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metadata: {name: bar}",
                "{spec: null, status: {tags: null}}",
                "spec: {tags: [{name: x}]}",
                "spec: {tags: [{name: x, from: {kind: ImageStreamTag, name: 'other:latest'}}]}",
                "spec: {tags: [{name: x, from: {kind: DockerImage, name: registry.access.redhat.com/a}}]}",
                "{metadata: {annotations: {openshift.io/image.insecureRepository: 'true'}}, spec:"
                        + " {tags: [{name: x, from: {kind: DockerImage, name: r.mydomain.com/a}}]}}",
                "{spec: {tags: [{name: v1, importPolicy: {insecure: true}, from: {kind: DockerImage,"
                        + " name: 'reg.mydomain.com/app:v1'}}]}, status: {tags: [{tag: v1, items:"
                        + " [{dockerImageReference: reg.mydomain.com/app}]}]}}",
                "spec: {dockerImageRepository: registry.access.redhat.com/a}",
                "{metadata: {annotations: {openshift.io/image.insecureRepository: 'true'}}, spec:"
                        + " {dockerImageRepository: r.mydomain.com/a}}",
                "{kind: ImageStreamImport, spec: {images: [{from: {kind: DockerImage, name:"
                        + " 'registry.access.redhat.com/a:b'}}], repository: {importPolicy: {insecure:"
                        + " true}, from: {kind: DockerImage, name: reg.mydomain.com/a}}}}",
            })
    void allowsStreamsOfAllowedImages(String stream) throws Exception {
        assertThat(imports().refusal(yaml(stream))).isEmpty();
    }

    @Test
    void namesTheFieldOfARefusedRepository() throws Exception {
        String stream = "{metadata: {name: bar}, spec: {dockerImageRepository: evil.com/a}}";
        assertThat(imports().refusal(yaml(stream)).orElseThrow().toString())
                .startsWith(
                        "The ImageStream \"bar\" is invalid: spec.dockerImageRepository: Forbidden:"
                                + " registry \"evil.com\" not allowed by whitelist: ");
    }

    private static RegoObject yaml(String text) throws Exception {
        RegoObject object = (RegoObject) RegoYaml.parse(text, JsonLimits.DEFAULT);
        return object.get("kind") == null
                ? object.with(RegoString.of("kind"), RegoString.of("ImageStream"))
                : object;
    }
}
