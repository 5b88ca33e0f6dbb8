package dev.fiducia.ha.cluster;

/// The cluster can't be joined as configured.
public final class ClusterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
