package dev.fiducia.initdata.config;

import dev.fiducia.initdata.Place;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `[image]` of `cdh.toml`: how images are pulled and checked.
///
/// @param place where the table starts
/// @param securityPolicyUri where the policy that images are checked by is fetched; wins over the
///   inline one
/// @param securityPolicy the policy itself, as JSON text
/// @param otherUris the other files that are fetched from somewhere
/// @param registries `registry_config.registry`
/// @param proxies `image_pull_proxy.https_proxy` and `http_proxy`
/// @param extraRootCertificates certificates that registries may be known by
public record ImageConfig(
        Place place,
        Optional<Located<String>> securityPolicyUri,
        Optional<Located<String>> securityPolicy,
        List<Located<String>> otherUris,
        List<Registry> registries,
        List<Located<String>> proxies,
        List<Located<String>> extraRootCertificates) {

    public ImageConfig {
        otherUris = List.copyOf(otherUris);
        registries = List.copyOf(registries);
        proxies = List.copyOf(proxies);
        extraRootCertificates = List.copyOf(extraRootCertificates);
    }

    /// A registry, or a mirror of one.
    ///
    /// @param prefix the images that it is for; empty for those at its own location
    /// @param insecure whether plain HTTP and unknown certificates are taken
    public record Registry(
            Optional<Located<String>> prefix,
            Optional<Located<String>> location,
            Optional<Located<Boolean>> insecure,
            List<Registry> mirrors) {

        public Registry {
            mirrors = List.copyOf(mirrors);
        }
    }

    static ImageConfig read(ConfigTable table) {
        ImageConfig config =
                new ImageConfig(
                        table.place(),
                        table.text("image_security_policy_uri"),
                        table.text("image_security_policy"),
                        readOtherUris(table),
                        table.table("registry_config")
                                .map(ImageConfig::readRegistries)
                                .orElse(List.of()),
                        table.table("image_pull_proxy")
                                .map(ImageConfig::readProxies)
                                .orElse(List.of()),
                        table.texts("extra_root_certificates"));
        table.text("sigstore_config");
        table.text("work_dir");
        table.number("max_concurrent_layer_downloads_per_image");
        table.finish();
        return config;
    }

    private static List<Located<String>> readOtherUris(ConfigTable table) {
        List<Located<String>> uris = new ArrayList<>();
        table.text("sigstore_config_uri").ifPresent(uris::add);
        table.text("authenticated_registry_credentials_uri").ifPresent(uris::add);
        table.text("registry_configuration_uri").ifPresent(uris::add);
        return uris;
    }

    private static List<Located<String>> readProxies(ConfigTable table) {
        List<Located<String>> proxies = new ArrayList<>();
        table.text("https_proxy").ifPresent(proxies::add);
        table.text("http_proxy").ifPresent(proxies::add);
        table.text("no_proxy");
        table.finish();
        return proxies;
    }

    private static List<Registry> readRegistries(ConfigTable table) {
        table.texts("unqualified-search-registries");
        List<Registry> registries = new ArrayList<>();
        for (ConfigTable registry : table.tables("registry")) {
            List<Registry> mirrors = new ArrayList<>();
            for (ConfigTable mirror : registry.tables("mirror")) {
                mirrors.add(
                        new Registry(
                                Optional.empty(),
                                mirror.requiredText("location"),
                                mirror.flag("insecure"),
                                List.of()));
                mirror.finish();
            }
            registries.add(
                    new Registry(
                            registry.text("prefix"),
                            registry.text("location"),
                            registry.flag("insecure"),
                            mirrors));
            registry.flag("blocked");
            registry.finish();
        }
        table.finish();
        return registries;
    }
}
