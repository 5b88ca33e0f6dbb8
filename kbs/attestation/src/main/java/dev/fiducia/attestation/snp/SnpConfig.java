package dev.fiducia.attestation.snp;

import dev.fiducia.attestation.collateral.BoundedHttp;
import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.collateral.CollateralSettings;
import dev.fiducia.attestation.collateral.DocumentSource;
import dev.fiducia.attestation.collateral.HttpSettings;
import dev.fiducia.crypto.CryptoSuite;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How the SNP verifier is set up.
///
/// @param vcekSources asked in this order when the evidence brings no certificates
/// @param extraRoots PEM files with roots beside AMD's own, for simulated hardware
/// @param revocations whether AMD's lists of revoked certificates count
/// @param service that all verifiers share; empty for one of its own over `vcekSources`
public record SnpConfig(
        List<Source> vcekSources,
        List<Path> extraRoots,
        RevocationChecks revocations,
        Optional<CollateralService> service) {

    /// Where VCEK certificates come from.
    public sealed interface Source {

        /// AMD's key distribution service or a mirror: the only setting that makes the verifier use
        /// the network.
        record Kds(URI base, HttpSettings http) implements Source {

            /// AMD's own service.
            public static Kds amd() {
                return at(KdsSource.AMD);
            }

            /// A service of AMD's interface at another address.
            public static Kds at(URI base) {
                return new Kds(base, HttpSettings.defaults());
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

    /// With sources of its own, looking at revocations as far as it has any.
    public SnpConfig(List<Source> vcekSources, List<Path> extraRoots) {
        this(vcekSources, extraRoots, RevocationChecks.AVAILABLE, Optional.empty());
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
        return new SnpConfig(vcekSources, roots, revocations, service);
    }

    /// The sources, opened.
    ///
    /// @throws SnpSetupException when an address can't be used
    public List<DocumentSource> openSources() throws SnpSetupException {
        List<DocumentSource> opened = new ArrayList<>();
        for (Source source : vcekSources) {
            opened.add(open(source));
        }
        return opened;
    }

    CollateralService open(
            List<? extends DocumentSource> sources, CryptoSuite crypto, InstantSource clock)
            throws SnpSetupException {
        return new CollateralService(
                List.of(AmdAuthority.create(extraRoots, crypto)),
                sources,
                Optional.empty(),
                CollateralSettings.defaults(),
                clock);
    }

    private static DocumentSource open(Source source) throws SnpSetupException {
        return switch (source) {
            case Source.OfflineStore store -> new OfflineVcekStore(store.path());
            case Source.Kds kds -> {
                try {
                    yield new KdsSource(kds.base(), BoundedHttp.toHostOf(kds.base(), kds.http()));
                } catch (IllegalArgumentException e) {
                    throw new SnpSetupException("SNP VCEK source: " + e.getMessage(), e);
                }
            }
        };
    }
}
