package dev.fiducia.policy.value;

/// What plain scalars of a YAML text mean.
public enum YamlReading {
    /// YAML 1.1, as Kubernetes and `yaml.unmarshal` read it: `yes` and `off` are booleans.
    OLD,
    /// As Go's `yaml.v3` reads into values of any type: only `true` and `false` are booleans, and
    /// integers beyond 64 bits are real numbers.
    CORE,
    /// As `yaml.v3` reads into texts: every scalar is what is written, numbers and nulls too. Keys
    /// are those of [#CORE].
    TEXT
}
