package dev.fiducia.policy;

/// The dialect a module is written in.
public enum RegoVersion {
    V0,
    V1
}
