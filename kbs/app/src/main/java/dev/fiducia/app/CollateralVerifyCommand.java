package dev.fiducia.app;

import dev.fiducia.attestation.collateral.Bundle;
import dev.fiducia.attestation.collateral.CollateralService;
import dev.fiducia.attestation.collateral.Document;
import dev.fiducia.attestation.collateral.DocumentOrder;
import dev.fiducia.attestation.collateral.HeldDocument;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoPreference;
import dev.fiducia.crypto.CryptoSuite;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;

/// `fiducia collateral verify`: a bundle, and everything in it.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Checks a bundle and every document in it. The exit status is 3 where one is refused,"
                        + " 1 where one is past its end.")
final class CollateralVerifyCommand implements Callable<Integer> {
    @Mixin private BundleOptions bundle = new BundleOptions();
    @Mixin private RootOptions roots = new RootOptions();

    @Override
    public Integer call() {
        CryptoSuite crypto = CryptoSuite.create(CryptoPreference.AUTO);
        Bundle read = bundle.read(bundle.file(), crypto);
        System.out.printf(
                "sequence %d of %s, signed by %s%n", read.sequence(), read.created(), read.keyId());
        boolean isRefused = false;
        try (CollateralService service =
                CollateralFolders.service(
                        roots.authorities(crypto), List.of(), InstantSource.system())) {
            for (Document document : ordered(read)) {
                try {
                    service.admit(document, "bundle");
                } catch (RefusedException e) {
                    isRefused = true;
                    System.out.println(document.id() + ": REFUSED, " + e.refusal().describe());
                }
            }
            return isRefused ? ExitCode.DENIED : print(service.all());
        }
    }

    private static int print(List<HeldDocument> all) {
        Instant now = InstantSource.system().instant();
        boolean isExpired = false;
        for (HeldDocument held : all) {
            boolean ended = !held.facts().holdsAt(now);
            isExpired |= ended;
            System.out.printf(
                    "%s: edition %s, until %s%s%n",
                    held.document().id(),
                    held.facts().edition(),
                    held.facts().expires(),
                    ended ? " (EXPIRED)" : "");
        }
        return isExpired ? ExitCode.FAILED : ExitCode.OK;
    }

    private static List<Document> ordered(Bundle bundle) {
        var order =
                DocumentOrder.listsFirst(bundle.documents().stream().map(Document::id).toList());
        return bundle.documents().stream()
                .sorted(Comparator.comparingInt(document -> order.indexOf(document.id())))
                .toList();
    }
}
