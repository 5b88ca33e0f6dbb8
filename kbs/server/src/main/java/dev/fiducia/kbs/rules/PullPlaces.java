package dev.fiducia.kbs.rules;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.config.CdhConfig;
import dev.fiducia.initdata.config.ImageConfig;
import dev.fiducia.initdata.config.Located;
import dev.fiducia.policy.image.ImageReference;
import dev.fiducia.policy.image.ImageReferenceException;
import dev.fiducia.policy.image.Transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a guest pulls images from, by the `registry_config` of its `cdh.toml`: a registry there
/// can stand for another place, have mirrors, and be spoken to without TLS.
final class PullPlaces {
    private final List<ImageConfig.Registry> registries;

    private PullPlaces(List<ImageConfig.Registry> registries) {
        this.registries = registries;
    }

    /// A place that an image may come from.
    record Place(ImageReference image, Transport transport) {}

    /// The document does not say where its guests pull from.
    static final class UnknownException extends Exception {
        @java.io.Serial private static final long serialVersionUID = 1;

        UnknownException(String message) {
            super(message, null, false, false);
        }
    }

    static PullPlaces of(InitdataDocument document) throws UnknownException {
        String text = document.data().get("cdh.toml");
        if (text == null) {
            throw new UnknownException(
                    "there is no cdh.toml, and for peer pods the host may supply one, with mirrors"
                            + " of its own: where images come from is unknown");
        }
        CdhConfig config =
                CdhConfig.load(text)
                        .config()
                        .orElseThrow(() ->
                                new UnknownException(
                                        "cdh.toml can't be read: where images come from is"
                                                + " unknown"));
        Optional<ImageConfig> image = config.image();
        if (image.stream()
                .flatMap(each -> each.otherUris().stream())
                .anyMatch(uri -> uri.path().endsWith("registry_configuration_uri"))) {
            throw new UnknownException(
                    "cdh.toml fetches its registry configuration when the guest starts: where"
                            + " images come from is unknown");
        }
        return new PullPlaces(image.map(ImageConfig::registries).orElse(List.of()));
    }

    List<Place> of(String name) throws ImageReferenceException {
        ImageReference image = ImageReference.parse(name);
        String full = image.normalized().toString();
        Optional<ImageConfig.Registry> entry = entry(full);
        if (entry.isEmpty()) {
            return List.of(new Place(image, Transport.SECURE));
        }
        String rest = full.substring(covered(prefix(entry.get()), full));
        List<Place> places = new ArrayList<>();
        places.add(place(image, entry.get(), rest));
        for (ImageConfig.Registry mirror : entry.get().mirrors()) {
            places.add(place(image, mirror, rest));
        }
        return places;
    }

    /// The entry with the longest prefix that the image begins with, at a boundary.
    private Optional<ImageConfig.Registry> entry(String full) {
        ImageConfig.Registry found = null;
        for (ImageConfig.Registry entry : registries) {
            boolean longer = found == null || prefix(entry).length() > prefix(found).length();
            if (longer && covered(prefix(entry), full) > 0) {
                found = entry;
            }
        }
        return Optional.ofNullable(found);
    }

    /// How much of the image's name a prefix covers: `*.` stands for any start of its host; 0 if
    /// nothing.
    private static int covered(String prefix, String full) {
        if (prefix.startsWith("*.")) {
            int slash = full.indexOf('/');
            String host = full.substring(0, Math.max(slash, 0));
            return host.endsWith(prefix.substring(1)) ? host.length() : 0;
        }
        boolean whole =
                full.startsWith(prefix)
                        && (full.length() == prefix.length()
                                || "/:@".indexOf(full.charAt(prefix.length())) >= 0);
        return whole ? prefix.length() : 0;
    }

    /// An entry without a location is the place that its prefix names.
    private static Place place(ImageReference image, ImageConfig.Registry entry, String rest)
            throws ImageReferenceException {
        Transport transport =
                Transport.insecure(entry.insecure().map(Located::value).orElse(false));
        return entry.location().isEmpty()
                ? new Place(image, transport)
                : new Place(ImageReference.parse(entry.location().get().value() + rest), transport);
    }

    private static String prefix(ImageConfig.Registry entry) {
        return entry.prefix().or(entry::location).map(Located::value).orElse("");
    }
}
