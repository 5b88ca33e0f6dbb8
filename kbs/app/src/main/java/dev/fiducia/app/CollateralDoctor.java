package dev.fiducia.app;

import com.fasterxml.jackson.databind.JsonNode;

import dev.fiducia.attestation.collateral.Bundle;
import dev.fiducia.attestation.collateral.BundleException;
import dev.fiducia.attestation.collateral.BundleFile;
import dev.fiducia.attestation.collateral.BundleKey;
import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.collateral.Document;
import dev.fiducia.attestation.collateral.HeldDocument;
import dev.fiducia.attestation.intel.IntelSetupException;
import dev.fiducia.attestation.snp.SnpSetupException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.kbs.collateral.PinnedCollateral;
import dev.fiducia.kbs.config.FiduciaConfig;
import dev.fiducia.kbs.config.SnpVerifierConfig.VcekSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The collateral part of `fiducia doctor`: of what a configuration pins, or of what a running
/// service holds.
final class CollateralDoctor {

    private static final String CHIP = "vek";

    private CollateralDoctor() {}

    /// What the configuration pins, read as the service reads it; nothing is fetched, and its store
    /// is not opened.
    static void ofConfiguration(FiduciaConfig config, CryptoSuite crypto, CollateralHealth health) {
        try (CollateralService service =
                new CollateralService(
                        PinnedCollateral.authorities(config, crypto),
                        PinnedCollateral.sources(config, Optional.empty(), crypto),
                        Optional.empty(),
                        config.collateral().settings(),
                        InstantSource.system())) {
            Set<String> held = new TreeSet<>();
            for (HeldDocument document : service.all()) {
                held.add(document.document().id().name());
                health.add(held(document, service, config));
            }
            bundles(config, crypto, held, health);
        } catch (BundleException | IntelSetupException | SnpSetupException e) {
            health.wrong("collateral can't be read as configured: " + e.getMessage());
        }
    }

    /// What the replica that is asked holds, and how its sources do.
    static void ofService(AdminClient admin, CollateralHealth health) {
        JsonNode status = admin.getJson("/api/v1/collateral");
        for (JsonNode document : status.path("documents")) {
            try {
                health.add(
                        new CollateralHealth.Held(
                                document.path("id").asText(),
                                Instant.parse(document.path("due").asText()),
                                document.path("usable").asBoolean(false),
                                document.path("pinned").asBoolean(false),
                                document.path("origin").asText(),
                                false));
            } catch (DateTimeException e) {
                throw CommandFailure.failed(
                        "the service doesn't say until when its collateral lasts; it is of an older"
                                + " release: use `fiducia collateral status`");
            }
        }
        for (JsonNode source : status.path("sources")) {
            if (source.path("paused").asBoolean(false)) {
                health.wrong(
                        source.path("name").asText()
                                + " failed several times in a row and is left alone for a while: "
                                + source.path("last_failure").asText("no reason given"));
            }
        }
    }

    private static CollateralHealth.Held held(
            HeldDocument held, CollateralService service, FiduciaConfig config) {
        return new CollateralHealth.Held(
                held.document().id().name(),
                service.due(held),
                service.isUsable(held),
                held.pinned(),
                held.origin(),
                isFetched(held.document().id().name(), config));
    }

    /// Whether a source on the network is asked for documents of this vendor.
    private static boolean isFetched(String id, FiduciaConfig config) {
        return id.startsWith("intel/")
                ? config.intel().pcs().isPresent()
                : config.snp().vcekSources().stream().anyMatch(VcekSource.Kds.class::isInstance);
    }

    /// A service leaves out a bundle, or what is in one, and says so in its log; here is where one
    /// looks.
    private static void bundles(
            FiduciaConfig config, CryptoSuite crypto, Set<String> held, CollateralHealth health)
            throws BundleException {
        List<BundleKey> keys = PinnedCollateral.keys(config, crypto);
        for (Path file : config.collateral().bundles()) {
            try {
                if (Files.size(file) > BundleFile.MAX_BYTES) {
                    throw new BundleException("it is larger than a bundle may be");
                }
                Bundle bundle = BundleFile.read(Files.readAllBytes(file), keys, crypto);
                List<String> refused =
                        bundle.documents().stream()
                                .map(Document::id)
                                .filter(id -> !id.kind().equals(CHIP))
                                .map(id -> id.name())
                                .filter(id -> !held.contains(id))
                                .toList();
                if (!refused.isEmpty()) {
                    health.wrong(
                            file
                                    + ": "
                                    + refused
                                    + " can't be believed; `fiducia collateral verify` says why");
                }
            } catch (IOException e) {
                health.wrong(file + " can't be read, so that its collateral is missing: " + e);
            } catch (BundleException e) {
                health.wrong(file + " is left out: " + e.getMessage());
            }
        }
    }
}
