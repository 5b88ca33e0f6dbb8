/// The HTTP listener and the vocabulary in which features offer routes to it.
///
/// A feature contributes a [dev.fiducia.kbs.http.RouteContribution]; its handlers are synchronous
/// functions from [dev.fiducia.kbs.http.Request] to [dev.fiducia.kbs.http.Response], run on a
/// bounded pool, never on an event loop. Paths are decoded once, here, into one canonical form that
/// every later layer sees; what isn't canonical is refused before any of them runs.
@NullMarked
package dev.fiducia.kbs.http;

import org.jspecify.annotations.NullMarked;
