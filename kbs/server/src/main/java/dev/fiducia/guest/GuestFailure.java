package dev.fiducia.guest;

/// Why a guest did not get what it asked for, by what its caller can do about it.
public enum GuestFailure {
    /// The service can't be reached, or did not answer in time.
    UNREACHABLE,
    /// The service's certificate is not trusted, or TLS failed otherwise.
    TLS,
    /// The service refused the handshake; the message has its words.
    HANDSHAKE_REFUSED,
    /// The resource was refused although every handshake succeeded.
    UNAUTHORIZED,
    /// There is no such resource.
    RESOURCE_NOT_FOUND,
    /// The service answered with another status than the protocol has.
    KBS_ERROR,
    /// The service answered with something that is not of the protocol.
    PROTOCOL,
    /// The answer could not be opened with the guest's key.
    DECRYPTION,
    /// The guest could not make its evidence.
    EVIDENCE,
    /// What the caller gave is not usable: a URI, a key, a certificate.
    USAGE
}
