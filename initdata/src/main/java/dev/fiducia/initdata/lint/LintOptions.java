package dev.fiducia.initdata.lint;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/// How to judge a document.
///
/// @param profile how strictly
/// @param platforms where it is meant to run; empty when that is open
/// @param host what is known of the service that guests will talk to
/// @param clock by which certificates expire
public record LintOptions(
        LintProfile profile, Set<Platform> platforms, HostFacts host, InstantSource clock) {

    public LintOptions {
        platforms = Set.copyOf(platforms);
    }

    /// Profile prod, no platform in particular, nothing known of the service.
    public static LintOptions prod(InstantSource clock) {
        return new LintOptions(LintProfile.PROD, Set.of(), HostFacts.NONE, clock);
    }

    /// The same with another profile.
    public LintOptions with(LintProfile other) {
        return new LintOptions(other, platforms, host, clock);
    }

    /// The same for other platforms.
    public LintOptions with(Set<Platform> others) {
        return new LintOptions(profile, others, host, clock);
    }

    /// The same with other facts about the service.
    public LintOptions with(HostFacts facts) {
        return new LintOptions(profile, platforms, facts, clock);
    }

    /// An error in profile prod, a warning in profile dev.
    public Severity errorUnlessDev() {
        return profile == LintProfile.DEV ? Severity.WARNING : Severity.ERROR;
    }

    /// Whether one of the platforms takes its documents from cloud user data.
    public boolean isForPeerPods() {
        return platforms.stream().anyMatch(Platform::isPeerPods);
    }

    /// The time by the clock.
    public Instant now() {
        return clock.instant();
    }
}
