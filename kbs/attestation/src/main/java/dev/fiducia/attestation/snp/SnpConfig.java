package dev.fiducia.attestation.snp;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// How the SNP verifier is set up.
///
/// @param vcekSources asked in this order when the evidence brings no certificates
/// @param extraRoots PEM files with roots beside AMD's own, for simulated hardware
public record SnpConfig(List<Source> vcekSources, List<Path> extraRoots) {

    /// Where VCEK certificates come from.
    public sealed interface Source {

        /// AMD's key distribution service or a mirror: the only setting that makes the verifier use
        /// the network.
        record Kds(URI base, Duration timeout) implements Source {
            private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

            /// AMD's own service.
            public static Kds amd() {
                return at(KdsVcekSource.AMD);
            }

            /// A service of AMD's interface at another address.
            public static Kds at(URI base) {
                return new Kds(base, DEFAULT_TIMEOUT);
            }
        }

        /// A directory of certificates.
        record OfflineStore(Path path) implements Source {}
    }

    /// Copies the lists.
    public SnpConfig {
        vcekSources = List.copyOf(vcekSources);
        extraRoots = List.copyOf(extraRoots);
    }

    /// Certificates from evidence only, AMD's roots only.
    public static SnpConfig offline() {
        return new SnpConfig(List.of(), List.of());
    }

    /// What Trustee does where its configuration says nothing: ask AMD.
    public static SnpConfig trusteeDefault() {
        return new SnpConfig(List.of(Source.Kds.amd()), List.of());
    }

    /// The same with these roots besides.
    public SnpConfig withExtraRoots(List<Path> roots) {
        return new SnpConfig(vcekSources, roots);
    }
}
