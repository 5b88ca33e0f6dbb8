package dev.fiducia.policy.image;

/// How a registry without a port is going to be reached.
public enum Transport {
    /// With TLS, at port 443.
    SECURE,
    /// Without, at port 80: the import carries the insecure flag.
    INSECURE,
    /// Not known: either of both.
    ANY;

    /// The transport of an import with or without the insecure flag.
    public static Transport insecure(boolean flag) {
        return flag ? INSECURE : SECURE;
    }
}
