package dev.fiducia.kbs.registry;

import dev.fiducia.initdata.InitdataDocument;
import dev.fiducia.initdata.lint.Finding;
import dev.fiducia.initdata.lint.HostFacts;
import dev.fiducia.initdata.lint.LintOptions;
import dev.fiducia.initdata.lint.LintProfile;
import dev.fiducia.initdata.lint.LintReport;
import dev.fiducia.initdata.lint.Linter;
import dev.fiducia.initdata.lint.Platform;
import dev.fiducia.initdata.lint.Submission;
import dev.fiducia.initdata.lint.catalogue.Catalogue;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// Judges documents by the catalogue, with what the service knows of itself. Thread-safe.
public final class DocumentLint {
    private final Linter linter = Catalogue.linter();
    private final HostFacts host;
    private final LintProfile profile;
    private final InstantSource clock;

    /// @param profile for requests that name none
    public DocumentLint(HostFacts host, LintProfile profile, InstantSource clock) {
        this.host = host;
        this.profile = profile;
        this.clock = clock;
    }

    LintProfile profile() {
        return profile;
    }

    LintReport report(Submission submission, LintProfile chosen, Set<Platform> platforms) {
        return linter.lint(submission, new LintOptions(chosen, platforms, host, clock));
    }

    /// What there is to say about a registered document today.
    List<Finding> findings(InitdataDocument document, Set<Platform> platforms) {
        return findings(document, profile, platforms);
    }

    List<Finding> findings(InitdataDocument document, LintProfile chosen, Set<Platform> platforms) {
        return linter.lint(document.raw(), new LintOptions(chosen, platforms, host, clock))
                .findings();
    }
}
