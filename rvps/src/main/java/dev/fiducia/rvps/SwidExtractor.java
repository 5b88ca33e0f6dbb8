package dev.fiducia.rvps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The type `swid`: base64 of a reference integrity manifest in XML (TCG RIM over SWID, ISO/IEC
/// 19770-2), as NVIDIA publishes them. Each measurement becomes the list of its SHA-384 digests,
/// named `manufacturer.edition.measurement_index`; digests of zeros stand for none.
final class SwidExtractor implements Extractor {
    private static final String SWID = "http://standards.iso.org/iso/19770/-2/2015/schema.xsd";
    private static final String RIM =
            "https://trustedcomputinggroup.org/resource/tcg-reference-integrity-manifest-rim-information-model/";
    private static final String SHA384 = "http://www.w3.org/2001/04/xmlenc#sha384";
    private static final String DIGEST = "[0-9a-fA-F]{96}";
    private static final String ZEROS = "0{96}";

    @Override
    public Map<String, JsonNode> extract(String payload) throws RvpsException {
        byte[] xml = Payload.decode(payload);
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(xml));
            try {
                return new Manifest(reader).read();
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | RuntimeException e) { // the parser throws what it likes
            throw RvpsException.malformed("the manifest is not XML that can be read");
        }
    }

    /// Without document types, and so without entities.
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return factory;
    }

    /// One manifest, read from its start to its end.
    private static final class Manifest {
        private final XMLStreamReader reader;
        private final Map<String, ArrayNode> measurements = new LinkedHashMap<>();
        private @Nullable String prefix;
        private boolean isInPayload;

        Manifest(XMLStreamReader reader) {
            this.reader = reader;
        }

        Map<String, JsonNode> read() throws XMLStreamException, RvpsException {
            int depth = 0;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> begin(++depth);
                    case XMLStreamConstants.END_ELEMENT -> depth--;
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                            throw RvpsException.malformed(
                                    "the manifest has a document type or entities");
                    default -> {
                        // Text and comments say nothing here.
                    }
                }
            }
            if (prefix == null) {
                throw RvpsException.malformed("the manifest has no element Meta");
            }
            Map<String, JsonNode> values = new LinkedHashMap<>();
            measurements.forEach((index, digests) -> {
                if (!digests.isEmpty()) {
                    values.put((prefix + ".measurement_" + index).replace('-', '_'), digests);
                }
            });
            return values;
        }

        private void begin(int depth) throws RvpsException {
            boolean isOurs = SWID.equals(reader.getNamespaceURI());
            String name = reader.getLocalName();
            switch (depth) {
                case 1 -> {
                    if (!isOurs || !name.equals("SoftwareIdentity")) {
                        throw RvpsException.malformed(
                                "the manifest is not a SoftwareIdentity of ISO/IEC 19770-2:2015");
                    }
                }
                case 2 -> {
                    isInPayload = isOurs && name.equals("Payload");
                    if (isOurs && name.equals("Meta")) {
                        meta();
                    }
                }
                case 3 -> {
                    boolean isMeasurement =
                            isInPayload
                                    && isOurs
                                    && name.equals("Resource")
                                    && "Measurement".equals(attribute("type"));
                    if (isMeasurement) {
                        measurement();
                    }
                }
                default -> {
                    // Nothing deeper is of interest.
                }
            }
        }

        private void meta() throws RvpsException {
            String manufacturer = reader.getAttributeValue(RIM, "PlatformManufacturerStr");
            String edition = attribute("edition");
            if (prefix != null || manufacturer == null || edition == null) {
                throw RvpsException.malformed(
                        "the manifest needs one element Meta with PlatformManufacturerStr and"
                                + " edition");
            }
            prefix = manufacturer.replace(' ', '_') + "." + edition;
        }

        private void measurement() throws RvpsException {
            String index = attribute("index");
            if (index == null || !index.matches("[0-9]{1,9}")) {
                throw RvpsException.malformed("a measurement of the manifest has no index");
            }
            ArrayNode digests = JsonNodeFactory.instance.arrayNode();
            for (int at = 0; ; at++) {
                String digest = reader.getAttributeValue(SHA384, "Hash" + at);
                if (digest == null) {
                    break;
                }
                if (!digest.matches(DIGEST)) {
                    throw RvpsException.malformed(
                            "Hash" + at + " of measurement " + index + " is no SHA-384 digest");
                }
                if (!digest.matches(ZEROS)) {
                    digests.add(digest);
                }
            }
            if (measurements.put(index, digests) != null) {
                throw RvpsException.malformed("the manifest has measurement " + index + " twice");
            }
        }

        /// An attribute in no namespace.
        private @Nullable String attribute(String name) {
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                String namespace = reader.getAttributeNamespace(i);
                if (reader.getAttributeLocalName(i).equals(name)
                        && (namespace == null || namespace.isEmpty())) {
                    return reader.getAttributeValue(i);
                }
            }
            return null;
        }
    }
}
