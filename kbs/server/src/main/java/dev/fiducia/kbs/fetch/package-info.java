/// Fetching from configured addresses at start: over HTTPS alone, from the named host alone,
/// bounded in size and time. Nothing here is called while requests are served.
@NullMarked
package dev.fiducia.kbs.fetch;

import org.jspecify.annotations.NullMarked;
