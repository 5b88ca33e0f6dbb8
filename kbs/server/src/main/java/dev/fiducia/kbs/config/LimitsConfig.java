package dev.fiducia.kbs.config;

import java.time.Duration;

/// `[limits]`: what one service takes on at most. Beyond them it refuses, it does not slow down.
public record LimitsConfig(
        int headerBytes, int cpuThreads, int queue, int sessions, Duration idleTimeout) {}
