package dev.fiducia.kbs.config;

/// One entry of `[[plugins]]`.
public sealed interface PluginConfig {

    /// `resource`: secrets by path, kept in the sealed store.
    record Resource() implements PluginConfig {}
}
