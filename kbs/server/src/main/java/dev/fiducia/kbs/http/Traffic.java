package dev.fiducia.kbs.http;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// Told of every request that a listener takes, on its event loops: it must not wait.
public interface Traffic {

    /// Nobody looks.
    Traffic UNWATCHED =
            new Traffic() {
                @Override
                public void began(String path) {}

                @Override
                public void ended(Ended request) {}
            };

    /// A request's head has been read.
    ///
    /// @param path as it was sent, without the query; anything at all
    void began(String path);

    /// Nothing more happens for a request that began: it was answered, or abandoned.
    void ended(Ended request);

    /// What became of a request.
    ///
    /// @param path as it was sent, without the query; anything at all
    /// @param status of the answer; null where there was none
    /// @param received bytes of the body
    /// @param sent bytes of the answer's body
    /// @param took from the head to the answer
    record Ended(String path, @Nullable Integer status, long received, long sent, Duration took) {}
}
